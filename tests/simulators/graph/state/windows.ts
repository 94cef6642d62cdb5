import type { Clock } from '../kit/clock';

const DAY_MS = 24 * 60 * 60_000;

/** When which customer last wrote to which number: inside 24 h a company may write freely. */
export interface Windows {
  wrote(phoneNumberId: string, address: string, at: number): void;
  /** Null: this process never saw them write. */
  isOpen(phoneNumberId: string, address: string): boolean | null;
}

export const createWindows = (clock: Clock): Windows => {
  const lastWrote = new Map<string, number>();
  return {
    wrote: (phoneNumberId, address, at) => {
      const key = `${phoneNumberId} ${address}`;
      lastWrote.set(key, Math.max(at, lastWrote.get(key) ?? 0));
    },
    isOpen: (phoneNumberId, address) => {
      const at = lastWrote.get(`${phoneNumberId} ${address}`);
      return at === undefined ? null : clock.now() - at < DAY_MS;
    },
  };
};
