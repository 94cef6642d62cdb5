import { collectDefaultMetrics } from 'prom-client';
import { HEALTH_PARTS, type Health } from '../../../contracts/health';
import { createBridgeClient } from '../channels';
import type { PluginConfig } from '../config';
import { addMs, clock, sharedClock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { MEDIA_LEASE_MS, OUTBOX_LEASE_MS } from '../kit/leases';
import { pause } from '../kit/pause';
import { asSystem } from '../kit/scope';
import {
  countChannels,
  findNeglectedChannels,
  readInboundBacklog,
  readMediaBacklog,
  readOutboxBacklog,
} from '../store';
import { getService } from '../get-service';
import { isSuspicious, judge, LATE_MS, rankOf, STANDS_MS, unattended, type Look } from './judge';
import { gauges, registry } from './meters';
import { startWatch } from './watch';

/** Whoever asks more often gets the last answer: the question is open to anybody and costs a few queries. */
const FRESH_MS = 1_000;
/** Between two looks at what may stand. */
const LOOK_AGAIN_MS = 1_000;
/** A database that takes longer for an index is away. */
const LOOK_WITHIN_MS = 5_000;
/** Leases are taken and renewed while we look. */
const LEASE_LEEWAY_MS = 3_000;

interface Answer {
  health: Required<Health>;
  /** The last look; null without a database. */
  look: Look | null;
}

const within = async <Result>(ms: number, work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms);
  });
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
};

/** Metrics and health of the installation, over all companies. */
export const observability = ({ strapi }: StrapiContext) => {
  const bridge = createBridgeClient(strapi);
  let bridgeAwaySince: Date | null = null;
  let latest: { at: number; answer: Promise<Answer> } | null = null;
  let endWatch: (() => void) | null = null;

  const lookAround = (): Promise<Look> =>
    asSystem('observability', async () => {
      const at = sharedClock.now();
      const moment = (leaseMs: number) => ({ now: at, leaseUntil: addMs(at, leaseMs + LEASE_LEEWAY_MS) });
      const [inbound, outbox, media] = await Promise.all([
        readInboundBacklog(strapi),
        readOutboxBacklog(strapi, moment(OUTBOX_LEASE_MS)),
        readMediaBacklog(strapi, moment(MEDIA_LEASE_MS)),
      ]);
      const { isPaused } = getService(strapi, 'outbox');
      const suspects = unattended({ at, outbox }, LATE_MS).filter((channelId) => !isPaused(channelId));
      const late = await findNeglectedChannels(strapi, suspects, addMs(at, -LATE_MS));
      const standing = await findNeglectedChannels(strapi, late, addMs(at, -STANDS_MS));
      return { at, inbound, outbox, media, late: new Set(late), standing: new Set(standing) };
    });

  /** A second look where the first one alone could be wrong; null when the database does not answer. */
  const lookTwice = async (): Promise<{ first: Look; last: Look } | null> => {
    try {
      const first = await within(LOOK_WITHIN_MS, lookAround());
      if (!isSuspicious(first)) return { first, last: first };
      await pause(LOOK_AGAIN_MS);
      return { first, last: await within(LOOK_WITHIN_MS, lookAround()) };
    } catch (error) {
      strapi.log.debug(`[whatsapp] The backlog could not be read: ${String(error)}`);
      return null;
    }
  };

  const examine = async (): Promise<Answer> => {
    const [looks, state] = await Promise.all([lookTwice(), bridge.state()]);
    const now = clock.now();
    bridgeAwaySince = state?.isOpen ? null : (bridgeAwaySince ?? now);
    const bridgeAwayMs = bridgeAwaySince ? now.getTime() - bridgeAwaySince.getTime() : 0;
    return { health: judge({ looks, bridge: state, bridgeAwayMs }), look: looks?.last ?? null };
  };

  const ask = (): Promise<Answer> => {
    const now = clock.now().getTime();
    if (latest && now - latest.at < FRESH_MS) return latest.answer;
    const asked = { at: now, answer: examine() };
    latest = asked;
    // Counted from the answer: while one is being found, everybody waits for that one.
    const renew = (): void => void (asked.at = clock.now().getTime());
    asked.at = Infinity;
    asked.answer.then(renew, renew);
    return asked.answer;
  };

  const setBacklog = (look: Look): void => {
    const late = (since: Date | null): number =>
      since ? Math.max(0, (look.at.getTime() - since.getTime()) / 1_000) : 0;
    gauges.inboundWaiting.set(look.inbound.depth);
    gauges.inboundOldest.set(late(look.inbound.oldestSince));
    gauges.outboxWaiting.set(look.outbox.reduce((sum, { depth }) => sum + depth, 0));
    gauges.outboxOldest.set(Math.max(0, ...look.outbox.map(({ oldestDueAt }) => late(oldestDueAt))));
    gauges.outboxStanding.set(look.standing.size);
    gauges.mediaWaiting.set(look.media.depth);
    gauges.mediaOldest.set(late(look.media.oldestDueAt));
  };

  const setChannels = async (): Promise<void> => {
    try {
      const counting = asSystem('observability', () => countChannels(strapi));
      const counts = await within(LOOK_WITHIN_MS, counting);
      gauges.channels.reset();
      for (const { kind, state, count } of counts) gauges.channels.set({ kind, state }, count);
    } catch (error) {
      strapi.log.debug(`[whatsapp] The channels could not be counted: ${String(error)}`);
    }
  };

  return {
    start(): void {
      const { metricsToken } = strapi.config.get<PluginConfig>('plugin::whatsapp');
      // They watch the garbage collector and the event loop: only where somebody reads them.
      if (metricsToken && !registry.getSingleMetric('process_cpu_seconds_total'))
        collectDefaultMetrics({ register: registry });
      endWatch = startWatch(strapi, async () => (await ask()).health);
    },

    stop(): void {
      endWatch?.();
      endWatch = null;
    },

    async health(): Promise<Required<Health>> {
      return (await ask()).health;
    },

    /** In the text format of Prometheus. What the database does not tell at the moment keeps its last value. */
    async metrics(): Promise<{ contentType: string; text: string }> {
      const { health, look } = await ask();
      for (const part of HEALTH_PARTS) gauges.health.set({ part }, rankOf(health.parts[part].status));
      if (look) {
        setBacklog(look);
        await setChannels();
      }
      gauges.sockets.set(getService(strapi, 'realtime').connected());
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
};
