import { Flex, Typography } from '@strapi/design-system';
import { CompanySwitcher } from '../../company/CompanySwitcher';
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
      <Flex direction="column" alignItems="flex-start" gap={2} padding={4} paddingBottom={3}>
        <Flex justifyContent="space-between" alignItems="baseline" gap={2} width="100%">
          <Typography variant="beta" tag="h1">
            {text('menu')}
          </Typography>
          {unread > 0 ? (
            <Typography variant="pi" textColor="neutral600">
              {text('list.unread', { count: unread })}
            </Typography>
          ) : null}
        </Flex>
        <CompanySwitcher />
      </Flex>
      {isReconnecting ? <ReconnectingBanner /> : null}
    </>
  );
};
