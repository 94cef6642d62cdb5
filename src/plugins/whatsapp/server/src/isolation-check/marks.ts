import { createHash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Everything that is made for a check carries this word first, in the column by which it is found again. */
export const PREFIX = 'isolation-check-';
const STALE_MS = 15 * 60_000;

const here = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);
const letters = (length: number): string =>
  BigInt(`0x${randomBytes(length).toString('hex')}`)
    .toString(36)
    .slice(-length);

/** Says which process of which machine made it: what a killed one left behind can be told from a check that runs. */
export const newRunId = (): string => `${PREFIX}${here}-${process.pid}-${letters(8)}`;

/**
 * A word that stands in all texts and all document ids of a company, and nowhere else. A letter first, as every document
 * id has, and short enough to leave room for what makes each value different.
 */
export const newMark = (): string => `x${letters(9)}`;
export const markedId = (mark: string): string => `${mark}${letters(24 - mark.length)}`.padEnd(24, '0');
export const markedWord = (mark: string, max?: number): string => `${mark}-${letters(6)}`.slice(0, max);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Whether nobody works with it any more. A process that asks has no check of its own running. */
export const isLeftOver = (name: string, createdAt: Date, now: Date): boolean => {
  const [host, pid] = name.slice(PREFIX.length).split('-');
  if (host === here) return Number(pid) === process.pid || !isAlive(Number(pid));
  return now.getTime() - createdAt.getTime() > STALE_MS;
};
