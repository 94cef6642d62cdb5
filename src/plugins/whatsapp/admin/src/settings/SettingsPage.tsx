import { Route, Routes } from 'react-router-dom';
import { Protected } from '../parts/Protected';
import { useText } from '../parts/useText';
import { MANAGE_CHANNELS } from '../permissions';
import { ChannelsPage } from './ChannelsPage';
import { EditChannelPage } from './EditChannelPage';
import { NewChannelPage } from './NewChannelPage';
import { CompanyGate } from './CompanyGate';

/** Settings → WhatsApp → Channels: the list, a new channel, one channel. */
export const SettingsPage = () => (
  <Protected permissions={MANAGE_CHANNELS} title={useText()('settings.title')}>
    <CompanyGate>
      <Routes>
        <Route index element={<ChannelsPage />} />
        <Route path="new" element={<NewChannelPage />} />
        <Route path=":channelId" element={<EditChannelPage />} />
      </Routes>
    </CompanyGate>
  </Protected>
);
