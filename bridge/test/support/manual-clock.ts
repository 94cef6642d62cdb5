import type { Clock } from '../../src/kit/clock';

interface Alarm {
  at: number;
  ring(): void;
}

/** A clock that stands still until it is told to go on. */
export class ManualClock implements Clock {
  #now: number;
  #alarms: Alarm[] = [];

  constructor(now = Date.UTC(2026, 10, 2, 9, 0, 0)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** How many wait for this clock. */
  get pending(): number {
    return this.#alarms.length;
  }

  after(ms: number, ring: () => void): () => void {
    const alarm = { at: this.#now + ms, ring };
    this.#alarms.push(alarm);
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.after(ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#alarms.filter((alarm) => alarm.at <= this.#now).sort((a, b) => a.at - b.at);
    this.#alarms = this.#alarms.filter((alarm) => alarm.at > this.#now);
    for (const alarm of due) alarm.ring();
  }
}
