/*
 * Who may send how much at once. A lane is one message on its way. Every channel has lanes of its own, so that ten
 * thousand messages of one company take nothing from another's reply.
 */

export interface LaneSeeker {
  channelId: number;
  /** How many of this channel may be on their way at once. */
  limit: number;
}

/** On their way at once, in all, as far as the lanes that everybody has do not need more. */
export const LANES = 256;
/** These every channel has, however busy the others are. */
const OWN_LANES = 2;
/** The end of it: so many connections to the bridge and no more. */
const MAX_LANES = 1_024;

/** Messages per second and number, by the throughput level that Meta told; as in the bridge's pace. */
const PER_SECOND: Record<string, number> = { STANDARD: 80, HIGH: 1_000, NOT_APPLICABLE: 20 };
const MIN_LANES = 8;
const MAX_LANES_OF_CHANNEL = 200;
/** Enough to keep up the rate while an answer of Graph takes this long; more would only queue up in the bridge. */
const EXPECTED_ANSWER_SECONDS = 0.4;

export const lanesOf = (throughput: string | null): number => {
  const perSecond = PER_SECOND[throughput ?? 'STANDARD'] ?? 80;
  return Math.min(MAX_LANES_OF_CHANNEL, Math.max(MIN_LANES, perSecond * EXPECTED_ANSWER_SECONDS));
};

/**
 * How many messages to claim for each channel: first the lanes that everybody has, then one for each in turn, those that
 * use the fewest first, as long as there are free ones. Channels without room are left out.
 */
export const allotLanes = (
  seekers: readonly LaneSeeker[],
  inUse: ReadonlyMap<number, number>,
): Map<number, number> => {
  const used = (channelId: number): number => inUse.get(channelId) ?? 0;
  const total = [...inUse.values()].reduce((sum, count) => sum + count, 0);
  const inOrder = [...seekers].sort((a, b) => used(a.channelId) - used(b.channelId));
  const rooms = new Map<number, number>();
  let given = 0;

  const give = (seeker: LaneSeeker, upTo: number, ceiling: number): boolean => {
    const { channelId, limit } = seeker;
    const room = rooms.get(channelId) ?? 0;
    if (used(channelId) + room >= Math.min(limit, upTo) || total + given >= ceiling) return false;
    rooms.set(channelId, room + 1);
    given += 1;
    return true;
  };

  for (const seeker of inOrder) while (give(seeker, OWN_LANES, MAX_LANES));
  let seeking = inOrder;
  while (seeking.length > 0) seeking = seeking.filter((seeker) => give(seeker, Infinity, LANES));
  return rooms;
};
