import { webhookAddressOf } from '../support/company';
import { eventually } from '../support/eventually';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { endScene, setScene } from '../flow/scene';
import type { Scene } from '../flow/scene';
import { keep, percentile, report } from './figures';
import { fire, stream, webhookWith, webhookWithText } from './load';
import { openScreen } from './open-screen';
import type { OpenScreen } from './open-screen';
import { RUNS, STREAM_SECONDS } from './sizes';

const SINGLE_MESSAGES = 70;
const PER_SECOND = 100;
const TIMEOUT_MS = 600_000;

const PERCENTILES = [
  ['p50Ms', 0.5],
  ['p95Ms', 0.95],
] as const;

afterAll(report);

/** From the customer's "send" to the data in another person's open screen: webhook, commit, hint, fetch. */
describe.each<DatabaseKind>(['postgres', 'sqlite'])('realtime on %s', (database) => {
  let stack: Stack;
  let scene: Scene;
  let address: string;
  let screen: OpenScreen;

  beforeAll(async () => {
    stack = await startStack({ database, env: { LOG_LEVEL: 'warn', WHATSAPP_LOG_LEVEL: 'warn' } });
    scene = await setScene(stack);
    address = (await webhookAddressOf(scene.company)).url;
    await fire(
      address,
      Array.from({ length: 500 }, () => webhookWith(1, scene.meta)),
      10,
    );
    screen = await openScreen(stack.strapiUrl, scene.api);
  }, TIMEOUT_MS);
  afterAll(async () => {
    screen.close();
    await endScene(stack);
  });

  const seen = (text: string): number => screen.seenAt.get(text) ?? NaN;
  const keepDelays = (names: string[], runs: number[][]): void => {
    for (const [label, share] of PERCENTILES) {
      for (const name of names)
        keep(
          `realtime.${name}.${label}`,
          'ms',
          runs.map((delays) => percentile(delays, share)),
        );
    }
  };

  it(
    'brings one message to an open screen',
    async () => {
      const runs: number[][] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const delays: number[] = [];
        for (let n = 0; n < SINGLE_MESSAGES; n += 1) {
          const { shot, text } = webhookWithText(scene.meta);
          const since = performance.now();
          await fire(address, [shot], 1);
          await eventually(() => expect(screen.seenAt.has(text)).toBe(true), { pollMs: 2 });
          delays.push(seen(text) - since);
        }
        runs.push(delays);
      }
      keepDelays([`${database}.oneMessage`], runs);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps an open screen up to date while 100 messages come each second',
    async () => {
      const runs: number[][] = [];
      for (let run = 0; run < RUNS; run += 1) {
        const writtenAt = new Map<string, number>();
        const statuses = await stream(
          address,
          () => {
            const { shot, text } = webhookWithText(scene.meta);
            writtenAt.set(text, performance.now());
            return shot;
          },
          { perSecond: PER_SECOND, seconds: STREAM_SECONDS },
        );
        expect(new Set(statuses)).toEqual(new Set([200]));
        await eventually(
          () => expect([...writtenAt.keys()].filter((text) => !screen.seenAt.has(text))).toEqual([]),
          {
            deadlineMs: 60_000,
          },
        );
        runs.push([...writtenAt].map(([text, since]) => seen(text) - since));
      }
      // The promise is about PostgreSQL, and is followed under its own name.
      const names = {
        postgres: ['postgres.webhookToScreen', 'webhookToScreen'],
        sqlite: ['sqlite.webhookToScreen'],
      };
      keepDelays(names[database], runs);
    },
    TIMEOUT_MS,
  );
});
