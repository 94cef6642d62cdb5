import type { Clock } from '../kit/clock';
import type { Outstanding } from '../kit/outstanding';
import type { Random } from '../kit/random';
import type { Timers } from '../kit/timers';
import { createJournal } from '../state/journals';
import type { Journal } from '../state/journals';
import type { Registry } from '../state/registry';
import type { Settings } from '../settings';
import { destinationsOf } from './destinations';
import type { Destination } from './destinations';
import { encodePayload, webhookHeaders } from './encode';
import type { HttpClient } from './http-client';
import { packUpdates } from './pack';
import type { Update } from './pack';

/** One POST, as it went. */
export interface RecordedPost {
  at: string;
  appId: string;
  url: string;
  /** 1 for the first try. */
  attempt: number;
  updates: number;
  body: string;
  status: number | null;
  error: string | null;
  durationMs: number;
}

export interface WebhookCounters {
  /** Updates that had somewhere to go, counted once per destination. */
  emitted: number;
  /** Updates that nobody is subscribed to. */
  unrouted: number;
  attempts: number;
  failedAttempts: number;
  acknowledgedPosts: number;
  acknowledgedUpdates: number;
  abandonedPosts: number;
  /** Updates and statuses that are not yet acknowledged, given up, or emitted. */
  pending: number;
}

export interface Emitter {
  readonly posts: Journal<RecordedPost>;
  counters(): WebhookCounters;
  /** Sends each update on its way, in company of others where that happens. */
  emit(updates: readonly Update[]): void;
  /** Sends these updates in one POST per destination (more only when they pass Meta's limits). */
  emitTogether(updates: readonly Update[]): void;
}

interface Posting {
  updates: Update[];
  body: Buffer;
  attempt: number;
  since: number;
}

interface Lane {
  to: Destination;
  queue: Update[];
  ready: Posting[];
  inFlight: number;
  isGathering: boolean;
}

export interface EmitterParts {
  registry: Registry;
  settings: () => Settings;
  clock: Clock;
  timers: Timers;
  random: Random;
  client: HttpClient;
  outstanding: Outstanding;
}

/** Webhooks on their way: gathered, signed, repeated until 200, as facts about Meta's delivery have it. */
export const createEmitter = (parts: EmitterParts): Emitter => {
  const { registry, settings, clock, timers, random, client, outstanding } = parts;
  const lanes = new Map<string, Lane>();
  const posts = createJournal<RecordedPost>(20_000);
  const count = { emitted: 0, unrouted: 0, attempts: 0, failedAttempts: 0 };
  const done = { acknowledgedPosts: 0, acknowledgedUpdates: 0, abandonedPosts: 0 };

  const laneTo = (to: Destination): Lane => {
    const key = `${to.app.id} ${to.url}`;
    const lane = lanes.get(key) ?? { to, queue: [], ready: [], inFlight: 0, isGathering: false };
    lane.to = to; // the app may have been replaced, its secret with it
    lanes.set(key, lane);
    return lane;
  };

  /** Postings of at most `maxUpdates` and `maxBytes`. A single update is sent whatever its size. */
  const postingsOf = (lane: Lane, updates: Update[]): Posting[] => {
    const { maxUpdates, maxBytes, escaping } = settings().webhooks;
    const halves = (middle: number): Posting[] => [
      ...postingsOf(lane, updates.slice(0, middle)),
      ...postingsOf(lane, updates.slice(middle)),
    ];
    if (updates.length > maxUpdates) return halves(maxUpdates);
    const version = lane.to.app.webhook?.version ?? 'v24.0';
    const body = encodePayload(packUpdates(updates, registry, { version, now: clock.now() }), escaping);
    if (body.length > maxBytes && updates.length > 1) return halves(Math.ceil(updates.length / 2));
    return [{ updates, body, attempt: 0, since: Date.now() }];
  };

  const acknowledge = (posting: Posting): void => {
    done.acknowledgedPosts += 1;
    done.acknowledgedUpdates += posting.updates.length;
    posting.updates.forEach((update) => update.onAcknowledged?.());
    outstanding.done(posting.updates.length);
  };

  const fanOut = (lane: Lane, posting: Posting): void => {
    const others = lanesOf(posting.updates, (to) => to.app.id !== lane.to.app.id);
    others.forEach((updates, other) => {
      outstanding.add(updates.length);
      other.ready.push(...postingsOf(other, updates));
      pump(other);
    });
  };

  const repeat = (lane: Lane, posting: Posting): void => {
    const { firstMs, factor, maxMs, giveUpAfterMs, fanOut: goesToAll } = settings().webhooks.retry;
    count.failedAttempts += 1;
    if (giveUpAfterMs !== null && Date.now() - posting.since >= giveUpAfterMs) {
      done.abandonedPosts += 1;
      outstanding.done(posting.updates.length);
      return;
    }
    timers.after(Math.min(maxMs, firstMs * factor ** (posting.attempt - 1)), () => {
      lane.ready.push(posting);
      pump(lane);
      if (goesToAll) fanOut(lane, posting);
    });
  };

  const attempt = async (lane: Lane, posting: Posting): Promise<void> => {
    lane.inFlight += 1;
    posting.attempt += 1;
    count.attempts += 1;
    const { app, url } = lane.to;
    const startedAt = Date.now();
    const { timeoutMs } = settings().webhooks;
    const answer = await client
      .post(url, { body: posting.body, headers: webhookHeaders(posting.body, app.secret), timeoutMs })
      .then(({ status }) => ({ status, error: null }))
      .catch((error: Error) => ({ status: null, error: error.message }));
    posts.add({
      at: new Date(startedAt).toISOString(),
      appId: app.id,
      url,
      attempt: posting.attempt,
      updates: posting.updates.length,
      body: posting.body.toString('latin1'),
      durationMs: Date.now() - startedAt,
      ...answer,
    });
    lane.inFlight -= 1;
    if (answer.status === 200) acknowledge(posting);
    else repeat(lane, posting);
    pump(lane);
  };

  const gathered = (lane: Lane): void => {
    const { webhooks } = settings();
    const all = webhooks.shuffle ? random.shuffle(lane.queue) : lane.queue;
    const batch = all.slice(0, webhooks.maxUpdates);
    lane.queue = all.slice(webhooks.maxUpdates);
    if (random.chance(webhooks.duplicate)) {
      outstanding.add(batch.length);
      lane.ready.push(...postingsOf(lane, batch));
    }
    lane.ready.push(...postingsOf(lane, batch));
  };

  function pump(lane: Lane): void {
    while (lane.inFlight < settings().webhooks.concurrency) {
      if (lane.ready.length === 0 && lane.queue.length > 0 && !lane.isGathering) gathered(lane);
      const posting = lane.ready.shift();
      if (!posting) return;
      void attempt(lane, posting);
    }
  }

  function lanesOf(updates: readonly Update[], wanted: (to: Destination) => boolean): Map<Lane, Update[]> {
    const byLane = new Map<Lane, Update[]>();
    for (const update of updates) {
      for (const to of destinationsOf(registry, update).filter(wanted)) {
        const lane = laneTo(to);
        const mine = byLane.get(lane) ?? [];
        mine.push(update);
        byLane.set(lane, mine);
      }
    }
    return byLane;
  }

  const send = (updates: readonly Update[], enqueue: (lane: Lane, mine: Update[]) => void): void => {
    count.unrouted += updates.filter((update) => destinationsOf(registry, update).length === 0).length;
    lanesOf(updates, () => true).forEach((mine, lane) => {
      count.emitted += mine.length;
      outstanding.add(mine.length);
      enqueue(lane, mine);
    });
  };

  return {
    posts,
    counters: () => ({ ...count, ...done, pending: outstanding.count }),
    emit: (updates) =>
      send(updates, (lane, mine) => {
        lane.queue = lane.queue.concat(mine);
        if (lane.isGathering) return;
        lane.isGathering = true;
        timers.after(settings().webhooks.gatherMs, () => {
          lane.isGathering = false;
          pump(lane);
        });
      }),
    emitTogether: (updates) =>
      send(updates, (lane, mine) => {
        lane.ready.push(...postingsOf(lane, [...mine]));
        pump(lane);
      }),
  };
};
