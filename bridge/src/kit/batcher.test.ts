import fc from 'fast-check';
import { ManualClock } from '../../test/support/manual-clock';
import { createBatcher, type BatcherOptions } from './batcher';

interface Flight<Item> {
  items: Item[];
  land(): void;
  crash(): void;
}

/** A batcher whose flushes stay in the air until the test lets them land. */
const createAirport = (options: Partial<BatcherOptions<number, string>> = {}) => {
  const flights: Flight<number>[] = [];
  const clock = new ManualClock();
  let inFlight = 0;
  let mostInFlight = 0;
  const batcher = createBatcher<number, string>({
    bytesOf: () => 1,
    maxItems: 10,
    maxBytes: 1_000,
    maxWaitingBytes: 1_000,
    deadlineMs: 15_000,
    clock,
    flush: (items) =>
      new Promise((resolve, reject) => {
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        flights.push({
          items,
          land: () => {
            inFlight -= 1;
            resolve(items.map((item) => `kept ${item}`));
          },
          crash: () => {
            inFlight -= 1;
            reject(new Error('crashed'));
          },
        });
      }),
    ...options,
  });
  const settleMicrotasks = () => new Promise((resolve) => setImmediate(resolve));
  return { batcher, flights, clock, settleMicrotasks, mostInFlight: () => mostInFlight };
};

describe('batcher', () => {
  it('sends the first item at once and alone', () => {
    const { batcher, flights } = createAirport();
    void batcher.add(1);
    expect(flights.map((flight) => flight.items)).toEqual([[1]]);
  });

  it('gathers what comes while a flush is in flight', async () => {
    const { batcher, flights, settleMicrotasks } = createAirport();
    const answers = [1, 2, 3, 4].map((item) => batcher.add(item));
    flights[0]?.land();
    await settleMicrotasks();
    expect(flights.map((flight) => flight.items)).toEqual([[1], [2, 3, 4]]);
    flights[1]?.land();
    expect(await Promise.all(answers)).toEqual(['kept 1', 'kept 2', 'kept 3', 'kept 4']);
  });

  it('fails the items of a crashed flush, and only those', async () => {
    const { batcher, flights, settleMicrotasks } = createAirport();
    const first = batcher.add(1);
    const second = batcher.add(2);
    flights[0]?.crash();
    await expect(first).rejects.toThrow('crashed');
    await settleMicrotasks();
    flights[1]?.land();
    await expect(second).resolves.toBe('kept 2');
  });

  it('sends an item that is larger than a batch may be, alone', async () => {
    const { batcher, flights, settleMicrotasks } = createAirport({ maxBytes: 5, bytesOf: (item) => item });
    [1, 50, 2, 3].forEach((item) => void batcher.add(item));
    flights[0]?.land();
    await settleMicrotasks();
    flights[1]?.land();
    await settleMicrotasks();
    expect(flights.map((flight) => flight.items)).toEqual([[1], [50], [2, 3]]);
  });

  it('refuses more when too much waits already', async () => {
    const { batcher } = createAirport({ maxWaitingBytes: 2 });
    void batcher.add(1);
    void batcher.add(2);
    void batcher.add(3);
    await expect(batcher.add(4)).rejects.toThrow('Too much is waiting');
  });

  it('lets go of an item whose deadline has passed before its turn', async () => {
    const { batcher, flights, clock, settleMicrotasks } = createAirport();
    const first = batcher.add(1);
    const second = batcher.add(2);
    clock.advance(15_000);
    await expect(first).rejects.toThrow('deadline');
    await expect(second).rejects.toThrow('deadline');
    expect(batcher.unsettled().count).toBe(0);
    flights[0]?.land();
    await settleMicrotasks();
    expect(flights).toHaveLength(1);
  });

  it('leaves no alarm behind', async () => {
    const { batcher, flights, clock } = createAirport();
    const answer = batcher.add(1);
    flights[0]?.land();
    await answer;
    expect(clock.pending).toBe(0);
  });

  it('fails an item that the flush gave no result for', async () => {
    const { batcher } = createAirport({ flush: () => Promise.resolve([]) });
    await expect(batcher.add(1)).rejects.toThrow('without a result');
  });

  it('is idle only when nothing waits and nothing flies', async () => {
    const { batcher, flights, settleMicrotasks } = createAirport();
    await expect(batcher.idle()).resolves.toBeUndefined();
    void batcher.add(1);
    void batcher.add(2);
    const seen: string[] = [];
    const idle = batcher.idle().then(() => seen.push('idle'));
    flights[0]?.land();
    await settleMicrotasks();
    expect(seen).toEqual([]);
    flights[1]?.land();
    await idle;
    expect(seen).toEqual(['idle']);
  });

  it('keeps order, size and singleness for any traffic, and answers every item with its own result', async () => {
    const traffic = fc.array(fc.oneof(fc.constant('add' as const), fc.constant('land' as const)), {
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(traffic, fc.integer({ min: 1, max: 7 }), async (steps, maxItems) => {
        const { batcher, flights, settleMicrotasks, mostInFlight } = createAirport({ maxItems });
        const answers: Promise<string>[] = [];
        let landed = 0;
        const actions = {
          add: () => void answers.push(batcher.add(answers.length)),
          land: () => flights.slice(landed, landed + 1).forEach((flight) => ((landed += 1), flight.land())),
        };
        for (const step of steps) {
          actions[step]();
          await settleMicrotasks();
        }
        while (landed < flights.length) {
          actions.land();
          await settleMicrotasks();
        }
        const sent = flights.flatMap((flight) => flight.items);
        expect(sent).toEqual(answers.map((_, index) => index));
        expect(flights.every((flight) => flight.items.length <= maxItems)).toBe(true);
        expect(mostInFlight()).toBeLessThanOrEqual(1);
        expect(await Promise.all(answers)).toEqual(sent.map((item) => `kept ${item}`));
      }),
      { numRuns: 60 },
    );
  });
});
