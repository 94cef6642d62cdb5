import { Flex } from '@strapi/design-system';
import { LoadingNote, SkeletonBar } from '../../parts/Skeleton';
import { useText } from '../../parts/useText';

const ROWS = ['62%', '48%', '70%', '55%', '66%', '44%', '58%'];

export const ListSkeleton = () => (
  <div>
    <LoadingNote>{useText()('list.loading')}</LoadingNote>
    {ROWS.map((width) => (
      <Flex key={width} gap={3} padding={4} aria-hidden>
        <SkeletonBar $width="4rem" $height="4rem" $round />
        <Flex direction="column" alignItems="stretch" gap={2} flex="1">
          <SkeletonBar $width={width} />
          <SkeletonBar $width="85%" $height="1rem" />
        </Flex>
      </Flex>
    ))}
  </div>
);
