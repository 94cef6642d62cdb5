import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import { addMs, sharedClock } from '../kit/clock';
import { OUTBOX_LEASE_MS } from '../kit/leases';
import { asSystem } from '../kit/scope';
import { traceOf } from '../kit/trace';
import {
  claimDue,
  connectionOf,
  findWaitingChannels,
  renewLeases,
  type Claimed,
  type WaitingChannel,
} from '../store';
import { getService } from '../get-service';
import { createWays } from '../sessions';
import { commandOf } from './command';
import { allotLanes, lanesOf } from './lanes';
import { createPauses } from './pauses';
import type { Ending } from './settle';
import { createSettlement } from './settlement';
import { stageFile } from './staging';
import { startTry, type Attempt } from './stopwatch';
import { asWhatsAppError, verdictOn } from './verdict';

/** So often a lease is renewed while somebody sends. */
const RENEW_MS = 3_000;
/** From one claim to the next while messages keep coming: they then share its statements. The first one does not wait. */
const GATHER_MS = 20;
/** What waits for one chat only, when the bridge does not say for how long. */
const CHAT_WAIT_MS = 6_000;

export interface Dispatcher {
  wake(): void;
  /** Whether this process leaves the channel alone for a while, as Meta or the way there demands. */
  isPaused(channelId: number): boolean;
  stop(): Promise<void>;
}

interface Flight {
  channelId: number;
  task: Promise<void>;
}

/**
 * Sends what waits: each channel has its own lanes, each chat one message at a time. Claims, loads and settles many
 * messages by a few statements. Any number of processes may run one.
 */
export const startDispatcher = (strapi: Core.Strapi): Dispatcher => {
  const wayOf = createWays(strapi);
  const settlement = createSettlement(strapi);
  const pauses = createPauses();
  const inFlight = new Map<number, Flight>();
  let waiting = new Map<number, WaitingChannel>();
  /** Breaks files off that are on their way: nothing of their messages has left. */
  const stopping = new AbortController();
  let stopped = false;
  let isClaiming = false;
  let claimedAt = -GATHER_MS;
  let isWoken = false;

  const tellOthers = async ({ message }: Claimed, error: WhatsAppError): Promise<void> => {
    if (error.kind === 'session-lost')
      await getService(strapi, 'channels').reportTrouble(message.channelId, error.message);
    if (error.kind === 'internal')
      strapi.log.error(`[whatsapp] Message ${message.documentId}: ${String(error.cause)}`);
  };

  const failed = async (claimed: Claimed, error: WhatsAppError): Promise<Ending> => {
    const { message } = claimed;
    await tellOthers(claimed, error);
    const verdict = verdictOn(message, error);
    if (verdict !== 'again') return { type: verdict, report: error.toReport() };
    const now = sharedClock.now();
    return error.scope === 'chat'
      ? { type: 'again', dueAt: addMs(now, error.retryAfterMs ?? CHAT_WAIT_MS) }
      : { type: 'again', dueAt: pauses.pause(message.channelId, now, error.retryAfterMs) };
  };

  const attempt = async (claimed: Claimed, trace: string): Promise<Attempt> => {
    const { message, addresses, isExpired } = claimed;
    try {
      if (isExpired) {
        // Its sender died with the answer. A report from WhatsApp may still settle it.
        throw new WhatsAppError('unknown-outcome', 'The answer was lost: this message may have been sent');
      }
      const channel = waiting.get(message.channelId);
      if (!channel) throw new WhatsAppError('session-lost', 'The channel of this conversation was removed');
      const way = wayOf(channel.session);
      const { documentId: channelId } = channel;
      const file = await stageFile(strapi, message, { way, channelId, signal: stopping.signal });
      const receipt = await way.send(channelId, commandOf(message, addresses, file), trace);
      pauses.end(message.channelId);
      return { ending: { type: 'accepted', receipt } };
    } catch (cause) {
      const error = asWhatsAppError(cause);
      return { ending: await failed(claimed, error), reason: error.kind };
    }
  };

  const send = async (claimed: Claimed): Promise<Ending> => {
    const { message } = claimed;
    // Rows older than this column have none: then this try begins one.
    const trace = message.trace ?? traceOf(undefined);
    const stop = startTry();
    const { ending, reason } = await attempt(claimed, trace);
    stop(strapi, { message, trace, ending, reason });
    return ending;
  };

  const launch = (claimed: Claimed): void => {
    const { id, channelId } = claimed.message;
    const task = send(claimed)
      .then(async (ending) => {
        await settlement.add({ claimed, ending });
        if (ending.type === 'again') coordination.wakeAt('outbox', ending.dueAt);
      })
      // Not even the outcome could be written: the lease runs out, and the message becomes `unknown`.
      .catch((error: unknown) => {
        strapi.log.error(`[whatsapp] Message ${id} is not settled: ${String(error)}`);
      })
      .finally(() => {
        inFlight.delete(id);
        wake();
      });
    inFlight.set(id, { channelId, task });
  };

  const lanesInUse = (): Map<number, number> => {
    const inUse = new Map<number, number>();
    for (const { channelId } of inFlight.values()) inUse.set(channelId, (inUse.get(channelId) ?? 0) + 1);
    return inUse;
  };

  const claim = async (): Promise<void> => {
    const now = sharedClock.now();
    const channels = await findWaitingChannels(connectionOf(strapi));
    waiting = new Map(channels.map((channel) => [channel.id, channel]));
    const seekers = channels.map(({ id, throughput }) => ({
      channelId: id,
      limit: pauses.limit(id, lanesOf(throughput), now),
    }));
    const rooms = allotLanes(seekers, lanesInUse());
    if (rooms.size === 0) return;
    const claimed = await claimDue(strapi, { now, leaseUntil: addMs(now, OUTBOX_LEASE_MS), rooms });
    // A lease of our own that ran out while the database was away: it is still on its way here.
    claimed.filter(({ message }) => !inFlight.has(message.id)).forEach(launch);
  };

  const wake = (): void => {
    isWoken = true;
    if (stopped || isClaiming) return;
    isClaiming = true;
    // A turn later at least: those who were settled together wake us together.
    setTimeout(
      () => {
        isWoken = false;
        claimedAt = performance.now();
        // Said here and not by the caller: who woke us may be a member, whose scope would follow us.
        asSystem('outbox', async () => (stopped ? undefined : claim()))
          .catch((error: unknown) => {
            strapi.log.warn(`[whatsapp] The outbox could not be read: ${String(error)}`);
          })
          .finally(() => {
            isClaiming = false;
            if (isWoken) wake();
          });
      },
      claimedAt + GATHER_MS - performance.now(),
    );
  };

  const renew = (): void => {
    if (inFlight.size === 0) return;
    asSystem('outbox', () =>
      renewLeases(strapi, [...inFlight.keys()], addMs(sharedClock.now(), OUTBOX_LEASE_MS)),
    ).catch((error: unknown) => {
      strapi.log.warn(`[whatsapp] The leases could not be renewed: ${String(error)}`);
    });
  };

  const coordination = getService(strapi, 'coordination');
  // Wake-ups are hints: this finds what one that got lost was about, and what a dead process had claimed.
  const poll = setInterval(wake, coordination.pollMs());
  const renewing = setInterval(renew, RENEW_MS);
  wake();

  return {
    wake,
    isPaused: (channelId) => pauses.limit(channelId, 1, sharedClock.now()) === 0,
    async stop() {
      stopped = true;
      stopping.abort();
      clearInterval(poll);
      await Promise.allSettled([...inFlight.values()].map(({ task }) => task));
      clearInterval(renewing);
    },
  };
};
