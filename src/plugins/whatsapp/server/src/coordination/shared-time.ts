import { clock, sharedClock } from '../kit/clock';

const ASK_MS = 30_000;
/** An answer that was under way for longer says too little. */
const SLOWEST_ANSWER_MS = 1_000;
/** Less than this is no error of a clock, but of this measurement. */
const ALLOWED_MS = 250;

export interface SharedTime {
  stop(): void;
}

const measure = async (read: () => Promise<Date>): Promise<void> => {
  const askedAt = clock.now().getTime();
  const there = await read();
  const answeredAt = clock.now().getTime();
  if (answeredAt - askedAt > SLOWEST_ANSWER_MS) return;
  const aheadMs = Math.round((askedAt + answeredAt) / 2 - there.getTime());
  sharedClock.correct(Math.abs(aheadMs) > ALLOWED_MS ? aheadMs : 0);
};

/** Keeps the shared clock as the one that all processes can `read`. Resolves once it is right. */
export const followTime = async (
  read: () => Promise<Date>,
  onTrouble: (error: unknown) => void,
): Promise<SharedTime> => {
  const ask = (): Promise<void> => measure(read).catch(onTrouble);
  await ask();
  const asking = setInterval(() => void ask(), ASK_MS);
  return { stop: () => clearInterval(asking) };
};
