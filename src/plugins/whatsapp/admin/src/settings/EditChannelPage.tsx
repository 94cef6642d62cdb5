import { useNotification } from '@strapi/strapi/admin';
import { useNavigate, useParams } from 'react-router-dom';
import type { Channel } from '../../../contracts/channel';
import { useGetWhatsAppChannelQuery, useUpdateWhatsAppChannelMutation } from '../api/channels';
import { problemOf } from '../api/problem';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { useWatchedChannels } from '../realtime/useWatchedChannels';
import { ChannelForm } from './ChannelForm';
import { updateOf, type ChannelValues } from './channel-form';
import { Panel } from './Panel';
import { SettingsFrame } from './SettingsFrame';
import { Waiting } from './Waiting';
import { WebChannel } from './web/WebChannel';

const SUBTITLES = { cloud: 'channel.edit.subtitle', web: 'web.subtitle' } as const;

const valuesOf = (channel: Channel): ChannelValues => ({
  name: channel.name,
  phoneNumberId: channel.phoneNumberId ?? '',
  businessAccountId: channel.businessAccountId ?? '',
  accessToken: '',
  appSecret: '',
});

const EditChannel = ({ channel }: { channel: Channel }) => {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [update, saving] = useUpdateWhatsAppChannelMutation();

  const handleSave = async (values: ChannelValues): Promise<unknown> => {
    const answer = await update({ channelId: channel.id, changes: updateOf(values) });
    if ('error' in answer) return answer.error;
    toggleNotification({ type: 'success', message: text('channel.updated', { name: answer.data.name }) });
    navigate('/settings/whatsapp/channels');
    return null;
  };

  return (
    <ChannelForm
      purpose="edit"
      initial={valuesOf(channel)}
      channelId={channel.id}
      onSave={handleSave}
      isSaving={saving.isLoading}
      saveError={saving.error}
    />
  );
};

/** Changes a connected number. Its secrets can be replaced, never read. */
export const EditChannelPage = () => {
  const text = useText();
  const { channelId = '' } = useParams();
  const { data: channel, error, isLoading, refetch } = useGetWhatsAppChannelQuery(channelId);
  useWatchedChannels(channel ? [channel.id] : []);
  const isMissing = error !== undefined && problemOf(error).kind === 'not-found';

  return (
    <SettingsFrame
      title={channel?.name ?? text('channel.edit')}
      subtitle={channel ? text(SUBTITLES[channel.kind]) : undefined}
      isBusy={isLoading}
      back={{ to: '/settings/whatsapp/channels', label: text('settings.back') }}
    >
      {isLoading ? <Waiting /> : null}
      {!isLoading && !channel ? (
        <Panel>
          <ProblemState
            title={text(isMissing ? 'channel.missing' : 'settings.error')}
            error={error}
            onRetry={isMissing ? undefined : () => void refetch()}
          />
        </Panel>
      ) : null}
      {channel?.kind === 'cloud' ? <EditChannel key={channel.id} channel={channel} /> : null}
      {channel?.kind === 'web' ? <WebChannel key={channel.id} channel={channel} /> : null}
    </SettingsFrame>
  );
};
