import { seededRandom } from '../../simulators/graph/kit/random';
import { publish, readPlan } from '../../support/chaos-plan';
import { untilProcessed } from '../../support/inbound-log';
import { createCustomers } from './inbound';
import { createHavoc } from './havoc';
import { closeLedger } from './ledger';
import { createAgents } from './outbound';
import { createWorld } from './world';
import type { World } from './world';

const START_MS = 300_000;
const MS_PER_FAULT = 8_000;
const DRAIN_MS = 180_000;

const { seed, faults } = readPlan();

/** PostgreSQL: what several processes do to each other can only be seen there. `kills.test.ts` is the same for SQLite. */
describe(`${faults} kills and cut lines, by chance ${seed}`, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  }, START_MS);
  afterAll(() => world?.end(), START_MS);

  it(
    'lose, double, misplace and disorder nothing',
    async () => {
      const random = seededRandom(seed);
      const customers = createCustomers(world.shops, random.fork('customers'));
      const agents = createAgents(world, random.fork('agents'));
      const havoc = createHavoc(world, random.fork('havoc'));
      const over = new AbortController();
      const since = performance.now();

      const writing = Promise.all([customers.writeUntil(over.signal), agents.writeUntil(over.signal)]);
      await havoc.wreak(faults).finally(() => over.abort());
      await writing;
      await world.stack.graph.drain(DRAIN_MS);
      await untilProcessed(world.stack);

      const ledger = await closeLedger(world, customers, agents.accepted);
      const report = {
        seed,
        faults: havoc.happened,
        seconds: Math.round((performance.now() - since) / 1_000),
        posts: customers.posts(),
        presses: agents.presses(),
        ...ledger,
      };
      publish(report);

      const { sent } = ledger.inbound;
      const { accepted } = ledger.outbound;
      expect(ledger.inbound).toEqual({
        sent,
        acknowledged: sent,
        stored: sent,
        shown: sent,
        doubled: 0,
        lost: 0,
        wrongContact: 0,
        wrongCompany: 0,
      });
      expect(ledger.outbound).toMatchObject({
        shown: accepted,
        doubled: 0,
        lost: 0,
        untrue: 0,
        outOfOrder: 0,
      });
      expect(Object.values(havoc.happened).reduce((sum, count) => sum + count, 0)).toBe(faults);
      expect(sent).toBeGreaterThan(faults);
    },
    START_MS + faults * MS_PER_FAULT,
  );
});
