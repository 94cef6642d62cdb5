import type { BridgeState } from '../../../contracts/bridge';
import {
  HEALTH_PARTS,
  type Health,
  type HealthPart,
  type HealthPartName,
  type HealthState,
} from '../../../contracts/health';
import type { ChannelBacklog, InboundBacklog, MediaBacklog } from '../store';

/** All that waits, as it was at one moment. */
export interface Look {
  at: Date;
  inbound: InboundBacklog;
  outbox: ChannelBacklog[];
  /** Channels with a message that could have been sent for so long, and nobody did. */
  late: ReadonlySet<number>;
  standing: ReadonlySet<number>;
  media: MediaBacklog;
}

/** Everything is tried every second: what is this late is not just busy. */
export const LATE_MS = 10_000;
/** And this late it stands. Half a minute after it stopped somebody must know, and looks come every five seconds. */
export const STANDS_MS = 25_000;
/** A bridge that is started anew is away for a moment. */
const BRIDGE_MAY_BE_AWAY_MS = 10_000;

const ageMs = (look: Look, since: Date | null): number =>
  since ? Math.max(0, look.at.getTime() - since.getTime()) : 0;
const seconds = (ms: number): number => Math.round(ms) / 1000;

/**
 * Channels with a message due for so long, while none of theirs is on its way: worth a closer look. A long mailing is not,
 * some of it is always on its way.
 */
export const unattended = ({ at, outbox }: Pick<Look, 'at' | 'outbox'>, forMs: number): number[] =>
  outbox
    .filter(({ oldestDueAt, attended }) => attended === 0 && at.getTime() - oldestDueAt.getTime() >= forMs)
    .map(({ channelId }) => channelId);

const doesMediaStand = (look: Look, forMs = STANDS_MS): boolean =>
  ageMs(look, look.media.oldestDueAt) >= forMs && look.media.attended === 0;

/** Whether this look alone cannot tell what stands from what is about to be taken. */
export const isSuspicious = (look: Look): boolean =>
  ageMs(look, look.inbound.headSince) >= STANDS_MS || look.standing.size > 0 || doesMediaStand(look);

const ofInbound = (first: Look, last: Look): HealthPart => {
  const { depth, headSince, headId, oldestSince } = last.inbound;
  const age = ageMs(last, oldestSince);
  // A backlog that moves is late and not stuck.
  const stands = ageMs(last, headSince) >= STANDS_MS && headId === first.inbound.headId;
  const status = stands ? 'down' : age >= LATE_MS ? 'degraded' : 'ok';
  return { status, depth, oldestSeconds: seconds(age) };
};

const ofOutbox = (first: Look, last: Look): HealthPart => {
  const stands = [...last.standing].some((channelId) => first.standing.has(channelId));
  const oldest = Math.max(0, ...last.outbox.map(({ oldestDueAt }) => ageMs(last, oldestDueAt)));
  return {
    status: stands ? 'down' : last.late.size > 0 ? 'degraded' : 'ok',
    depth: last.outbox.reduce((sum, { depth }) => sum + depth, 0),
    oldestSeconds: seconds(oldest),
  };
};

const ofMedia = (first: Look, last: Look): HealthPart => {
  const stands = doesMediaStand(first) && doesMediaStand(last);
  return {
    status: stands ? 'down' : doesMediaStand(last, LATE_MS) ? 'degraded' : 'ok',
    depth: last.media.depth,
    oldestSeconds: seconds(ageMs(last, last.media.oldestDueAt)),
  };
};

const ofBridge = (state: BridgeState | null, awayMs: number): HealthPart => {
  const numbers = state ? { depth: state.depth, oldestSeconds: state.oldestSeconds } : {};
  if (state?.isReady) return { status: 'ok', ...numbers };
  return { status: awayMs >= BRIDGE_MAY_BE_AWAY_MS ? 'down' : 'degraded', ...numbers };
};

const RANK: Record<HealthState, number> = { ok: 0, degraded: 1, down: 2 };
export const rankOf = (state: HealthState): number => RANK[state];

const worst = (parts: HealthPart[]): HealthState =>
  parts.reduce<HealthState>((state, { status }) => (rankOf(status) > rankOf(state) ? status : state), 'ok');

export interface Evidence {
  /** Two looks a moment apart where the first one was suspicious, else the same; null: the database does not answer. */
  looks: { first: Look; last: Look } | null;
  /** Null: it does not answer. */
  bridge: BridgeState | null;
  /** For how long it has not answered, or has kept no webhook. */
  bridgeAwayMs: number;
}

/** What all this means. Pure: the same evidence, the same verdict. */
export const judge = ({ looks, bridge, bridgeAwayMs }: Evidence): Required<Health> => {
  const down: HealthPart = { status: 'down' };
  const parts: Required<Health>['parts'] = {
    database: { status: looks ? 'ok' : 'down' },
    ingest: looks ? ofInbound(looks.first, looks.last) : down,
    outbox: looks ? ofOutbox(looks.first, looks.last) : down,
    bridge: ofBridge(bridge, bridgeAwayMs),
    media: looks ? ofMedia(looks.first, looks.last) : down,
  };
  return { status: worst(HEALTH_PARTS.map((name) => parts[name])), parts };
};

/**
 * Whether somebody must be told. Beside what stands: webhooks that wait for long, even where the backlog moves, because it
 * is more than is processed. Once it rings, it does so until nothing of that is late any more.
 */
export const rings = (name: HealthPartName, part: HealthPart, isRinging: boolean): boolean => {
  if (part.status === 'down') return true;
  if (name !== 'ingest') return false;
  return isRinging ? part.status !== 'ok' : (part.oldestSeconds ?? 0) * 1_000 >= STANDS_MS;
};
