import type { PageConfig } from '../protocol/page-config';
import { createInbox } from './inbox';
import { createKeys } from './keys';
import { createCalls, ring } from './models/calls';
import { createPresence } from './models/presence';
import { createReactions } from './models/reactions';
import { createStore } from './models/store';
import { createVotes } from './models/votes';
import type { PageContext } from './modules/context';
import { createSession } from './session';
import type { DeviceStorage } from './storage';

/** A page that does nothing yet: put together, but not connected. */
export const createPage = (config: PageConfig, storage: DeviceStorage, url: string): PageContext => {
  const store = createStore(storage);
  const reactions = createReactions(store);
  const votes = createVotes();
  const presence = createPresence();
  const calls = createCalls();
  const browser = { info: () => ({ os: 'Mac OS', name: 'Chrome' }) };
  const session = createSession({
    url,
    config,
    storage,
    store,
    presence,
    deviceName: () => {
      const { os, name } = browser.info();
      return `${name} (${os})`;
    },
    inbox: ({ settle }) => createInbox({ store, storage, reactions, votes, onSettled: settle }),
    onCall: (call) => ring(calls, call),
  });
  return { config, storage, store, session, reactions, votes, presence, calls, keys: createKeys(), browser };
};
