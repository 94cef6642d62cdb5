import { readdirSync, readFileSync } from 'node:fs';
import type { Clock } from './clock';

/** What runs on this machine, as far as /proc tells. Elsewhere than on Linux it tells nothing, and nothing is found. */
export interface RunningProcess {
  pid: number;
  parent: number;
  group: number;
}

const STAT = /^\d+ \(.*\) (\S) (\d+) (\d+)/s;

/** Undefined when it has ended. A zombie has ended: it only waits for its parent to notice. */
const readProcess = (pid: number): RunningProcess | undefined => {
  try {
    const [, state, parent, group] = STAT.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    if (state === undefined || state === 'Z' || state === 'X') return undefined;
    return { pid, parent: Number(parent), group: Number(group) };
  } catch {
    return undefined; // ended while we looked
  }
};

const runningProcesses = (): RunningProcess[] => {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  return names.filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)) ?? []);
};

export const isRunning = (pid: number): boolean => readProcess(pid) !== undefined;

export const groupMembers = (group: number): number[] =>
  runningProcesses()
    .filter((running) => running.group === group)
    .map(({ pid }) => pid);

const argumentsOf = (pid: number): string[] => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
};

/** The processes that were started with exactly one of these arguments. */
export const startedWith = (isMeant: (argument: string) => boolean): RunningProcess[] =>
  runningProcesses().filter(({ pid }) => argumentsOf(pid).some(isMeant));

const POLL_MS = 25;

/**
 * Ends a whole process group, frozen members too, and waits until all are gone. False when some would not go in time,
 * which only a fault of the kernel or of a disk brings about.
 */
export const killGroup = async (group: number, clock: Clock, withinMs = 5_000): Promise<boolean> => {
  const until = clock.now() + withinMs;
  for (;;) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // Nobody is left in the group, or only zombies are.
    }
    if (groupMembers(group).length === 0) return true;
    if (clock.now() >= until) return false;
    await clock.sleep(POLL_MS);
  }
};

const KIB = 1024;

const proportionalBytes = (pid: number): number => {
  try {
    const [, kib] = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return Number(kib ?? 0) * KIB;
  } catch {
    return 0;
  }
};

/** What a group takes of the memory, pages that several share counted once in all (PSS). 0 when it cannot be told. */
export const groupMemoryBytes = (group: number): number =>
  groupMembers(group).reduce((sum, pid) => sum + proportionalBytes(pid), 0);
