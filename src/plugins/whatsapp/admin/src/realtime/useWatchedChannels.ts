import { useEffect, useRef } from 'react';
import { getFetchClient, useAuth } from '@strapi/strapi/admin';
import { useDispatch } from 'react-redux';
import { whatsappApi } from '../api/api';
import { useGetWhatsAppMeQuery } from '../api/me';
import { createChannelWatch, type ChannelWatch } from './channel-watch';
import { keepLive } from './live-socket';
import { openSocket } from './open-socket';

/** Fetches channels again when a colleague, or WhatsApp itself, changed what is on screen. One per page. */
export const useWatchedChannels = (channelIds: readonly string[]): void => {
  const dispatch = useDispatch();
  const token = useAuth('WhatsAppWatchedChannels', (auth) => auth.token);
  const newestToken = useRef(token);
  const watch = useRef<ChannelWatch | null>(null);
  const shown = channelIds.join(' ');
  // Whoever may not read is let into no socket: there is no use in trying for ever.
  const isWelcome = useGetWhatsAppMeQuery().data?.rights.includes('read') ?? false;

  useEffect(() => {
    newestToken.current = token;
  }, [token]);

  useEffect(() => {
    if (!isWelcome) return undefined;
    const refetch = () => dispatch(whatsappApi.util.invalidateTags(['WhatsAppChannel']));
    const socket = openSocket(() => newestToken.current);
    const current = createChannelWatch(socket, refetch);
    watch.current = current;
    let wasLost = false;
    const end = keepLive({
      socket,
      renewToken: () => getFetchClient().get('/admin/users/me'),
      onConnected: () => {
        current.resume();
        // What changed meanwhile was told to nobody.
        if (wasLost) refetch();
      },
      onLost: () => {
        wasLost = true;
      },
      onHint: () => undefined,
    });
    return () => {
      watch.current = null;
      end();
    };
  }, [dispatch, isWelcome]);

  useEffect(() => {
    watch.current?.show(shown === '' ? [] : shown.split(' '));
  }, [shown, isWelcome]);
};
