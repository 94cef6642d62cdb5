import type { WireReaction } from '../../protocol/message';
import { Collection } from '../core/collection';
import { Emitter } from '../core/emitter';
import { MsgKey, createWid } from '../core/ids';
import type { Wid } from '../core/ids';
import { plain } from '../core/model';
import type { Store } from './store';

export interface ReactionRow {
  id: MsgKey;
  reactionParentKey: MsgKey;
  reactionText: string;
  /** Milliseconds. */
  reactionTimestamp: number;
  from: Wid;
  author?: Wid;
  read: boolean;
  orphan: number;
  ack: number;
  t: number;
}

export const toReactionRow = (wire: WireReaction): ReactionRow => ({
  id: new MsgKey({ fromMe: wire.fromMe, remote: wire.chat, id: wire.id, participant: wire.author }),
  reactionParentKey: MsgKey.fromString(wire.parent),
  reactionText: wire.text,
  reactionTimestamp: wire.atMs,
  from: createWid(wire.from),
  author: wire.author ? createWid(wire.author) : undefined,
  read: false,
  orphan: 0,
  ack: 1,
  t: wire.atMs / 1000,
});

/** Who reacted to one message, grouped by what they reacted with. */
class ReactionsOfMessage extends Emitter {
  readonly rows = new Map<string, ReactionRow>();

  constructor(
    readonly id: MsgKey,
    private readonly isMine: (wid: Wid) => boolean,
  ) {
    super();
  }

  get reactions(): { length: number; serialize: () => unknown[] } {
    return { length: this.rows.size, serialize: () => this.#serialize() };
  }

  #serialize(): unknown[] {
    const texts = [...new Set([...this.rows.values()].map(({ reactionText }) => reactionText))];
    return texts.map((text) => {
      const rows = [...this.rows.values()].filter(({ reactionText }) => reactionText === text);
      return {
        id: text,
        aggregateEmoji: text,
        hasReactionByMe: rows.some(({ from }) => this.isMine(from)),
        senders: rows.map((row) => ({
          msgKey: plain(row.id),
          parentMsgKey: plain(row.reactionParentKey),
          reactionText: text,
          senderUserJid: String(row.author ?? row.from),
          timestamp: row.reactionTimestamp,
          read: row.read,
          orphan: row.orphan,
        })),
      };
    });
  }
}

export interface Reactions {
  readonly collection: Collection<ReactionsOfMessage>;
  /** Wrapped by the library, so that every change goes through this very object. */
  readonly reactionTableMode: { bulkUpsert: (rows: ReactionRow[]) => Promise<void> };
}

export const createReactions = (store: Store): Reactions => {
  const collection = new Collection<ReactionsOfMessage>();
  const isMine = (wid: Wid): boolean => wid.equals(store.me.pn) || wid.equals(store.me.lid);
  const upsert = (row: ReactionRow): void => {
    const message = store.messages.get(row.reactionParentKey);
    if (!message) return;
    const entry = collection.add(collection.get(message.id) ?? new ReactionsOfMessage(message.id, isMine));
    const who = String(row.author ?? row.from);
    if (row.reactionText) entry.rows.set(who, row);
    else entry.rows.delete(who);
    message.set({ hasReaction: entry.rows.size > 0 });
  };
  return { collection, reactionTableMode: { bulkUpsert: async (rows) => rows.forEach(upsert) } };
};
