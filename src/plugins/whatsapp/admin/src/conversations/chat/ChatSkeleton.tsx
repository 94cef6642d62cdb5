import { Flex } from '@strapi/design-system';
import { LoadingNote, SkeletonBar } from '../../parts/Skeleton';
import { useText } from '../../parts/useText';

const BUBBLES = [
  { width: '42%', side: 'flex-start' },
  { width: '30%', side: 'flex-start' },
  { width: '48%', side: 'flex-end' },
  { width: '36%', side: 'flex-start' },
  { width: '40%', side: 'flex-end' },
] as const;

export const ChatSkeleton = () => (
  <Flex
    direction="column"
    alignItems="stretch"
    justifyContent="flex-end"
    gap={4}
    padding={6}
    flex="1"
    minHeight={0}
  >
    <LoadingNote>{useText()('chat.loading')}</LoadingNote>
    {BUBBLES.map(({ width, side }) => (
      <Flex key={width} justifyContent={side} aria-hidden>
        <SkeletonBar $width={width} $height="4.4rem" />
      </Flex>
    ))}
  </Flex>
);
