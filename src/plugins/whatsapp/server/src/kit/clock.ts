/** Time comes from here, so that a test can say what time it is. */
export const clock = { now: (): Date => new Date() };

export const addMs = (date: Date, ms: number): Date => new Date(date.getTime() + ms);

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
