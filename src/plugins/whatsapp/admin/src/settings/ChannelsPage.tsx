import { Flex, LinkButton } from '@strapi/design-system';
import { Phone, Plus } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { useGetWhatsAppChannelsQuery } from '../api/channels';
import { useCompany } from '../company/CompanyContext';
import { CenterState } from '../parts/CenterState';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { useWatchedChannels } from '../realtime/useWatchedChannels';
import { ChannelCard } from './ChannelCard';
import { Panel } from './Panel';
import { QuarantineNotice } from './quarantine/QuarantineNotice';
import { SettingsFrame } from './SettingsFrame';
import { Waiting } from './Waiting';
import { WebhookPanel } from './WebhookPanel';

const Channels = () => {
  const text = useText();
  const { data: channels, error, isLoading, refetch } = useGetWhatsAppChannelsQuery();
  useWatchedChannels(channels?.map(({ id }) => id) ?? []);

  if (isLoading) return <Waiting />;
  if (!channels) {
    return (
      <Panel>
        <ProblemState title={text('settings.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (channels.length === 0) {
    return (
      <Panel>
        <CenterState
          icon={<Phone width="3.2rem" height="3.2rem" />}
          title={text('channels.empty.title')}
          action={<AddChannel />}
        >
          {text('channels.empty.hint')}
        </CenterState>
      </Panel>
    );
  }
  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={4} aria-label={text('settings.title')}>
      {channels.map((channel) => (
        <li key={channel.id}>
          <ChannelCard channel={channel} />
        </li>
      ))}
    </Flex>
  );
};

const AddChannel = () => (
  <LinkButton tag={Link} to="/settings/whatsapp/channels/new" startIcon={<Plus />}>
    {useText()('channels.add')}
  </LinkButton>
);

/** All numbers of the company, and what arrived for none of them. */
export const ChannelsPage = () => {
  const text = useText();
  const { tenant } = useCompany();
  return (
    <SettingsFrame
      title={text('settings.title')}
      subtitle={text('settings.subtitle.company', { company: tenant.name })}
      primaryAction={<AddChannel />}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        <QuarantineNotice />
        <Channels />
        <WebhookPanel />
      </Flex>
    </SettingsFrame>
  );
};
