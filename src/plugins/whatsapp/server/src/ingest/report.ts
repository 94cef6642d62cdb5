import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { logLine } from '../kit/log-line';
import { meters } from '../observability';
import type { Settled } from '../store';
import { eventsOf, type PlacedChange } from './placed';

/** Counts what was committed, and says so with the traces under which the bridge took it in. After the commit only. */
export const reportProcessed = (
  strapi: Core.Strapi,
  placed: readonly PlacedChange[],
  settled: readonly Settled[],
): void => {
  const now = clock.now().getTime();
  for (const one of placed) {
    for (const { event } of eventsOf(one)) meters.events.inc({ type: event.type });
    // What waited in the quarantine was late on purpose.
    const { tenantId, receivedAt } = one.change;
    if (tenantId === null) meters.commitSeconds.observe(Math.max(0, now - receivedAt.getTime()) / 1_000);
  }
  for (const { state, reason } of settled) {
    if (state === 'quarantined') meters.quarantined.inc({ reason: reason ?? 'unknown' });
  }
  if (!strapi.log.isLevelEnabled('debug')) return;
  for (const [index, { id, state, reason }] of settled.entries()) {
    const trace = placed[index]?.change.trace;
    strapi.log.debug(logLine('Webhook processed', { event: id, state, reason, trace }));
  }
};

/** The same for what could not be processed and is kept. */
export const reportGivenUp = (
  strapi: Core.Strapi,
  given: readonly { settled: Settled; trace: string | null }[],
  error: unknown,
): void => {
  for (const { settled, trace } of given) {
    meters.quarantined.inc({ reason: settled.reason ?? 'unknown' });
    const line = logLine('Webhook could not be processed', { event: settled.id, trace });
    strapi.log.error(`${line}: ${String(error)}`);
  }
};
