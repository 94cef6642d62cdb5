import { HEALTH_PARTS, type Health, type HealthPart, type HealthState } from '../../../contracts/health';
import type { ChannelBacklog, InboundBacklog, MediaBacklog } from '../store';

/** All that waits, as it was at one moment. */
export interface Look {
  at: Date;
  inbound: InboundBacklog;
  outbox: ChannelBacklog[];
  media: MediaBacklog;
}

export type BridgeState = 'ready' | 'not-ready' | 'silent';

/** Everything is tried every second: what is this late is not just busy. */
const LATE_MS = 10_000;
/** And this late it stands. Half a minute after it stopped somebody must know, and looks come every five seconds. */
const STANDS_MS = 25_000;
/** A bridge that is started anew is away for a moment. */
const BRIDGE_MAY_BE_SILENT_MS = 10_000;

const ageMs = (look: Look, since: Date | null): number =>
  since ? Math.max(0, look.at.getTime() - since.getTime()) : 0;
const seconds = (ms: number): number => Math.round(ms) / 1000;

/**
 * Channels with a message due for so long, while none of theirs is on its way and none waits on purpose (`due_at` in the
 * future: paced, or tried again later). A long mailing is neither: some of it is always on its way.
 */
export const standingChannels = (look: Look, forMs = STANDS_MS): number[] =>
  look.outbox
    .filter(({ oldestDueAt, latestDueAt }) => ageMs(look, oldestDueAt) >= forMs && latestDueAt <= look.at)
    .map(({ channelId }) => channelId);

const doesMediaStand = (look: Look, forMs = STANDS_MS): boolean =>
  ageMs(look, look.media.oldestDueAt) >= forMs && look.media.attended === 0;

/** Whether this look alone cannot tell what stands from what is about to be taken. */
export const isSuspicious = (look: Look): boolean =>
  ageMs(look, look.inbound.headSince) >= STANDS_MS ||
  standingChannels(look).length > 0 ||
  doesMediaStand(look);

const ofInbound = (first: Look, last: Look): HealthPart => {
  const { depth, headSince, headId } = last.inbound;
  const age = ageMs(last, headSince);
  // A backlog that moves is late and not stuck.
  const stands = age >= STANDS_MS && headId === first.inbound.headId;
  const status = stands ? 'down' : age >= LATE_MS ? 'degraded' : 'ok';
  return { status, depth, oldestSeconds: seconds(age) };
};

const ofOutbox = (first: Look, last: Look): HealthPart => {
  const stood = new Set(standingChannels(first));
  const stands = standingChannels(last).some((channelId) => stood.has(channelId));
  const oldest = Math.max(0, ...last.outbox.map(({ oldestDueAt }) => ageMs(last, oldestDueAt)));
  return {
    status: stands ? 'down' : standingChannels(last, LATE_MS).length > 0 ? 'degraded' : 'ok',
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

const ofBridge = (state: BridgeState, silentMs: number): HealthPart => {
  if (state === 'ready') return { status: 'ok' };
  return { status: state === 'silent' && silentMs >= BRIDGE_MAY_BE_SILENT_MS ? 'down' : 'degraded' };
};

const RANK: Record<HealthState, number> = { ok: 0, degraded: 1, down: 2 };
export const rankOf = (state: HealthState): number => RANK[state];

const worst = (parts: HealthPart[]): HealthState =>
  parts.reduce<HealthState>((state, { status }) => (rankOf(status) > rankOf(state) ? status : state), 'ok');

export interface Evidence {
  /** Two looks a moment apart where the first one was suspicious, else the same; null: the database does not answer. */
  looks: { first: Look; last: Look } | null;
  bridge: BridgeState;
  silentMs: number;
}

/** What all this means. Pure: the same evidence, the same verdict. */
export const judge = ({ looks, bridge, silentMs }: Evidence): Required<Health> => {
  const down: HealthPart = { status: 'down' };
  const parts: Required<Health>['parts'] = {
    database: { status: looks ? 'ok' : 'down' },
    ingest: looks ? ofInbound(looks.first, looks.last) : down,
    outbox: looks ? ofOutbox(looks.first, looks.last) : down,
    bridge: ofBridge(bridge, silentMs),
    media: looks ? ofMedia(looks.first, looks.last) : down,
  };
  return { status: worst(HEALTH_PARTS.map((name) => parts[name])), parts };
};
