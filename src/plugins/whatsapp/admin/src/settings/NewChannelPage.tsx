import { useState } from 'react';
import { Flex } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';
import type { ChannelKind } from '../../../contracts/channel';
import { useCreateWhatsAppChannelMutation } from '../api/channels';
import { useText } from '../parts/useText';
import { ChannelForm } from './ChannelForm';
import { creationOf, type ChannelValues } from './channel-form';
import { ModeChoice } from './ModeChoice';
import { Panel } from './Panel';
import { SettingsFrame } from './SettingsFrame';
import { NewWebChannel } from './web/NewWebChannel';

const EMPTY: ChannelValues = {
  name: '',
  phoneNumberId: '',
  businessAccountId: '',
  accessToken: '',
  appSecret: '',
};

/** Connects a number. The server tests before it saves: a channel that cannot work is never kept. */
export const NewChannelPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [kind, setKind] = useState<ChannelKind>('cloud');
  const [create, creation] = useCreateWhatsAppChannelMutation();

  const handleSave = async (values: ChannelValues): Promise<unknown> => {
    const answer = await create(creationOf(values));
    if ('error' in answer) return answer.error;
    toggleNotification({ type: 'success', message: text('channel.created', { name: answer.data.name }) });
    navigate('/settings/whatsapp/channels');
    return null;
  };

  return (
    <SettingsFrame
      title={text('channels.new.title')}
      subtitle={text('channels.new.subtitle')}
      back={{ to: '/settings/whatsapp/channels', label: text('settings.back') }}
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        <Panel>
          <ModeChoice kind={kind} onChange={setKind} />
        </Panel>
        {kind === 'cloud' ? (
          <ChannelForm
            purpose="create"
            initial={EMPTY}
            onSave={handleSave}
            isSaving={creation.isLoading}
            saveError={creation.error}
          />
        ) : (
          <NewWebChannel />
        )}
      </Flex>
    </SettingsFrame>
  );
};
