import type { WireVote } from '../../protocol/message';
import { MsgKey, createWid } from '../core/ids';
import type { Wid } from '../core/ids';

export interface VoteRow {
  id: MsgKey;
  parentMsgKey: string;
  pollUpdateParentKey: MsgKey;
  selectedOptionLocalIds: number[];
  from: Wid;
  author?: Wid;
  sender: string;
  senderTimestampMs: number;
  /** Milliseconds: the library divides. */
  t: number;
}

export const toVoteRow = (wire: WireVote): VoteRow => ({
  id: new MsgKey({ fromMe: wire.fromMe, remote: wire.chat, id: wire.id, participant: wire.author }),
  parentMsgKey: wire.parent,
  pollUpdateParentKey: MsgKey.fromString(wire.parent),
  selectedOptionLocalIds: wire.selected,
  from: createWid(wire.from),
  author: wire.author ? createWid(wire.author) : undefined,
  sender: wire.author ?? wire.from,
  senderTimestampMs: wire.atMs,
  t: wire.atMs,
});

export interface Votes {
  /** Wrapped by the library. */
  readonly pollVoteTableMode: { bulkUpsert: (rows: VoteRow[]) => Promise<void> };
  /** What `WAWebPollsVotesSchema.getTable()` gives. */
  readonly table: { equals: (columns: string[], value: string) => Promise<VoteRow[]> };
}

/** A person's later vote takes the place of the earlier one. */
export const createVotes = (): Votes => {
  const rows = new Map<string, VoteRow>();
  return {
    pollVoteTableMode: {
      bulkUpsert: async (added) => added.forEach((row) => rows.set(`${row.parentMsgKey} ${row.sender}`, row)),
    },
    table: {
      equals: async (_columns, value) =>
        [...rows.values()].filter(({ parentMsgKey }) => parentMsgKey === value),
    },
  };
};
