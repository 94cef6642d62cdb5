import { Flex, Loader, Typography } from '@strapi/design-system';
import { useGetWhatsAppWebhookQuery } from '../api/channels';
import { CopyField } from '../parts/CopyField';
import { Notice } from '../parts/Notice';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { Panel } from './Panel';

/** What to paste into Meta's console so that messages find their way here. One address for all numbers of a company. */
export const WebhookPanel = () => {
  const text = useText();
  const { data: webhook, error, isLoading, refetch } = useGetWhatsAppWebhookQuery();

  return (
    <Panel title={text('webhook.title')} hint={text('webhook.hint')}>
      {isLoading ? <Loader small>{text('settings.loading')}</Loader> : null}
      {!isLoading && !webhook ? (
        <ProblemState title={text('webhook.error')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {webhook ? (
        <Flex direction="column" alignItems="stretch" gap={5}>
          {webhook.isPublic ? null : (
            <Notice kind="warning" title={text('webhook.private.title')}>
              {text('webhook.private.hint')}
            </Notice>
          )}
          <CopyField label={text('webhook.url')} value={webhook.url} />
          <CopyField label={text('webhook.token')} value={webhook.verifyToken} />
          <Typography variant="pi" textColor="neutral600" tag="p">
            {text('webhook.fields')}
          </Typography>
        </Flex>
      ) : null}
    </Panel>
  );
};
