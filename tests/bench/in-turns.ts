import { keep, percentile } from './figures';

const RUNS = 5;
/** Fewer show the direction on a busy machine; the published figures are of as many as these. */
const CALLS = Number(process.env.BENCH_CALLS ?? 150);
const WARM_UP = Math.min(30, CALLS);

export interface Contestant {
  name: string;
  call(): Promise<unknown>;
}

const millisecondsOf = async (call: () => Promise<unknown>): Promise<number> => {
  const before = performance.now();
  await call();
  return performance.now() - before;
};

/**
 * Two ways to the same end, one after the other and each first as often as the other, so that whatever else the machine
 * does meets both. Keeps the medians and the 95th percentiles of each run, and what the first costs over the second, as a
 * share of the second.
 */
export const compare = async (name: string, [one, other]: [Contestant, Contestant]): Promise<void> => {
  const times = (): Record<string, number[]> => ({ [one.name]: [], [other.name]: [] });
  for (let call = 0; call < WARM_UP; call += 1) {
    await one.call();
    await other.call();
  }
  const kept: Record<string, number[]> = {};
  const add = (what: string, value: number): void => {
    kept[what] = [...(kept[what] ?? []), value];
  };
  for (let run = 0; run < RUNS; run += 1) {
    const taken = times();
    for (let call = 0; call < CALLS; call += 1) {
      const order = call % 2 === 0 ? [one, other] : [other, one];
      for (const { name: who, call: ask } of order) taken[who]?.push(await millisecondsOf(ask));
    }
    for (const [label, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const [first, second] = [one, other].map(({ name: who }) => percentile(taken[who] ?? [], share));
      add(`${one.name}.${label}Ms`, first ?? 0);
      add(`${other.name}.${label}Ms`, second ?? 0);
      add(`${label}Share`, (((first ?? 0) - (second ?? 0)) / (second ?? 1)) * 100);
    }
  }
  for (const [what, runs] of Object.entries(kept))
    keep(`${name}.${what}`, what.endsWith('Ms') ? 'ms' : '%', runs);
};
