/**
 * How long what a process has taken stays with it when it gives no sign of life; it gives one several times as often. With
 * the slowest poll, what a dead one had is taken over within 15 seconds. A time that lies further ahead is none of a lease:
 * there, somebody waits on purpose.
 */
export const OUTBOX_LEASE_MS = 12_000;
export const MEDIA_LEASE_MS = 12_000;
