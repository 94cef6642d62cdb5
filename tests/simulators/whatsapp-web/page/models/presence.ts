import { Collection } from '../core/collection';
import { createModel } from '../core/model';
import type { ModelOf } from '../core/model';
import { createWid } from '../core/ids';
import type { Wid } from '../core/ids';

interface ChatStateAttributes {
  id: Wid;
  type: string;
  t: number;
}
interface PresenceAttributes {
  id: Wid;
  chatstate: ModelOf<ChatStateAttributes>;
}

/** Who is typing where. The library does not listen to it; whoever evaluates in the page may. */
export interface Presence {
  readonly collection: Collection<ModelOf<PresenceAttributes>>;
  change(chat: string, state: string): void;
}

const STATES: Record<string, string> = {
  composing: 'typing',
  recording: 'recording_audio',
  paused: 'available',
};

export const createPresence = (): Presence => {
  const create = (id: unknown): ModelOf<PresenceAttributes> => {
    const chatstate = createModel<ChatStateAttributes>({ id: createWid(id), type: 'unavailable', t: 0 });
    const presence = createModel<PresenceAttributes>({ id: createWid(id), chatstate });
    chatstate.on('change:type', (...values) => presence.trigger('change:chatstate.type', ...values));
    return presence;
  };
  const collection: Presence['collection'] = new Collection({ make: (id) => collection.add(create(id)) });
  return {
    collection,
    change: (chat, state) => {
      const presence = collection.get(chat) ?? collection.add(create(chat));
      presence.chatstate.set({ type: STATES[state] ?? state, t: Math.floor(Date.now() / 1000) });
    },
  };
};
