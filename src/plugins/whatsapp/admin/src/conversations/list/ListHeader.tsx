import { Flex, Typography } from '@strapi/design-system';
import { ReconnectingBanner } from './ReconnectingBanner';
import { useText } from '../../parts/useText';

interface ListHeaderProps {
  unread: number;
  isReconnecting: boolean;
}

export const ListHeader = ({ unread, isReconnecting }: ListHeaderProps) => {
  const text = useText();
  return (
    <>
      <Flex justifyContent="space-between" alignItems="baseline" gap={2} padding={4} paddingBottom={3}>
        <Typography variant="beta" tag="h1">
          {text('menu')}
        </Typography>
        {unread > 0 ? (
          <Typography variant="pi" textColor="neutral600">
            {text('list.unread', { count: unread })}
          </Typography>
        ) : null}
      </Flex>
      {isReconnecting ? <ReconnectingBanner /> : null}
    </>
  );
};
