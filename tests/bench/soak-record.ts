import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../support/stack';
import { keep, percentile } from './figures';
import { memoryOf } from './process-use';

const SAMPLE_MS = 10_000;

/** What happened in a long run: the simulator's journals keep their newest entries only. */
export interface SoakRecord {
  /** Webhooks that were not answered 200, and requests of people that failed. */
  failures: unknown[];
  /** How often each message went to Meta. */
  timesSent: Map<string, number>;
  acceptedMs: number[];
  /** Ends the watching. */
  end(): Promise<void>;
  keepFigures(seconds: number): void;
}

/** The median of the last quarter over that of the second: what was started up by then no longer counts. */
const growthOf = (samples: number[]): number => {
  const quarter = (n: number): number[] =>
    samples.slice(Math.floor((samples.length * n) / 4), Math.ceil((samples.length * (n + 1)) / 4));
  return percentile(quarter(3), 0.5) / percentile(quarter(1), 0.5);
};

/** Begins with empty journals, and looks at them and at the processes every ten seconds. */
export const recordSoak = ({ graph, strapi, bridge }: Stack): SoakRecord => {
  const { posts } = graph.webhooks;
  const { accepted } = graph.ledger;
  const failures: unknown[] = [];
  const timesSent = new Map<string, number>();
  const answeredMs: number[] = [];
  const acceptedMs: number[] = [];
  const memory = { strapi: [] as number[], bridge: [] as number[] };
  let isOver = false;

  const collect = (): void => {
    const [posted, sent] = [[...posts.entries], [...accepted.entries]];
    posts.clear();
    accepted.clear();
    answeredMs.push(...posted.map(({ durationMs }) => durationMs));
    failures.push(...posted.flatMap(({ status, error }) => (status === 200 ? [] : [error ?? status])));
    for (const { reference } of sent) {
      const message = reference?.split('.')[0] ?? '';
      timesSent.set(message, (timesSent.get(message) ?? 0) + 1);
    }
  };

  const watch = async (): Promise<void> => {
    while (!isOver) {
      await sleep(SAMPLE_MS);
      collect();
      memory.strapi.push(memoryOf(strapi.pid()));
      memory.bridge.push(memoryOf(bridge.pid()));
    }
  };

  posts.clear();
  accepted.clear();
  const watching = watch();

  return {
    failures,
    timesSent,
    acceptedMs,
    end: async () => {
      isOver = true;
      await watching;
      collect();
    },
    keepFigures: (seconds) => {
      keep('soak.postgres.postsPerSec', '/s', [answeredMs.length / seconds]);
      keep('soak.postgres.ackP50Ms', 'ms', [percentile(answeredMs, 0.5)]);
      keep('soak.postgres.ackP99Ms', 'ms', [percentile(answeredMs, 0.99)]);
      keep('soak.postgres.acceptP99Ms', 'ms', [percentile(acceptedMs, 0.99)]);
      keep('soak.postgres.strapiMemory', 'MB', memory.strapi);
      keep('soak.postgres.bridgeMemory', 'MB', memory.bridge);
      keep('soak.postgres.strapiMemoryGrowth', '×', [growthOf(memory.strapi)]);
      keep('soak.postgres.bridgeMemoryGrowth', '×', [growthOf(memory.bridge)]);
    },
  };
};
