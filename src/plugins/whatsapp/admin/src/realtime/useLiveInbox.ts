import { useEffect, useRef, useState } from 'react';
import { getFetchClient, useAuth } from '@strapi/strapi/admin';
import { useStore } from 'react-redux';
import { inboxApi } from '../api/changes';
import { createChangeFeed } from './change-feed';
import { applyToCaches, cursorOfCaches, type ApiStore } from './inbox-caches';
import { keepLive } from './live-socket';
import { openSocket } from './open-socket';
import { typists } from './typists';

/** Catches what a lost hint would have told. */
const SAFETY_POLL_MS = 30_000;
/** A blink of the network is not worth a banner. */
const QUIET_MS = 3_000;

const feedOf = (store: ApiStore) =>
  createChangeFeed({
    cursor: () => cursorOfCaches(store.getState()),
    pull: (after) =>
      store
        .dispatch(inboxApi.endpoints.pullWhatsAppChanges.initiate(after, { track: false }))
        .unwrap()
        // Silence is right: the next hint, or the safety poll, asks again from the same cursor.
        .catch(() => null),
    apply: (answer) => {
      const { messages } = answer.page.data;
      typists.wrote(
        messages.flatMap((message) => (message.direction === 'in' ? message.conversationId : [])),
      );
      applyToCaches(store, answer);
    },
  });

/**
 * Catches up whenever a list arrives that is behind the others: a hint may have come while its page was on the way.
 * Returns what ends it.
 */
const catchUpOnArrival = (store: ApiStore, catchUp: () => void): (() => void) => {
  let before: number | null = null;
  return store.subscribe(() => {
    const cursor = cursorOfCaches(store.getState());
    const isBehind = cursor !== null && (before === null || cursor < before);
    before = cursor;
    if (isBehind) catchUp();
  });
};

/**
 * Keeps every cached conversation and message up to date while the inbox is on screen.
 * Mounted once, by the page: one socket per tab. Tells whether the connection has been gone for a while.
 */
export const useLiveInbox = (): { isReconnecting: boolean } => {
  const store = useStore() as unknown as ApiStore;
  const token = useAuth('WhatsAppLiveInbox', (auth) => auth.token);
  const newestToken = useRef(token);
  const [isConnected, setIsConnected] = useState(false);
  const [isReconnecting, setIsReconnecting] = useState(false);

  useEffect(() => {
    newestToken.current = token;
  }, [token]);

  useEffect(() => {
    const feed = feedOf(store);
    const catchUp = () => feed.poke();
    const socket = openSocket(() => newestToken.current);
    socket.on('typing', typists.hear);
    const endSocket = keepLive({
      socket,
      // Any request of the panel renews an expired token on its way.
      renewToken: () => getFetchClient().get('/admin/users/me'),
      onConnected: () => {
        setIsConnected(true);
        catchUp();
      },
      onLost: () => setIsConnected(false),
      onHint: feed.poke,
    });
    const endArrivals = catchUpOnArrival(store, catchUp);
    const poll = setInterval(catchUp, SAFETY_POLL_MS);
    window.addEventListener('focus', catchUp);
    window.addEventListener('online', catchUp);
    return () => {
      feed.stop();
      endSocket();
      endArrivals();
      clearInterval(poll);
      window.removeEventListener('focus', catchUp);
      window.removeEventListener('online', catchUp);
    };
  }, [store]);

  useEffect(() => {
    if (isConnected) {
      setIsReconnecting(false);
      return undefined;
    }
    const timer = setTimeout(() => setIsReconnecting(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, [isConnected]);

  return { isReconnecting };
};
