import { Route, Routes } from 'react-router-dom';
import { useText } from '../parts/useText';
import { ChannelsPage } from './ChannelsPage';
import { CompanyGate } from './CompanyGate';
import { EditChannelPage } from './EditChannelPage';
import { NewChannelPage } from './NewChannelPage';

/** Settings → WhatsApp → Channels: the list, a new channel, one channel. */
export const SettingsPage = () => {
  const text = useText();
  return (
    <CompanyGate right="channels" title={text('settings.title')} subtitle={text('settings.subtitle')}>
      <Routes>
        <Route index element={<ChannelsPage />} />
        <Route path="new" element={<NewChannelPage />} />
        <Route path=":channelId" element={<EditChannelPage />} />
      </Routes>
    </CompanyGate>
  );
};
