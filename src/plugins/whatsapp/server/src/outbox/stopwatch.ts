import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { logLine } from '../kit/log-line';
import { meters } from '../observability';
import type { MessageRow } from '../store';
import type { Ending } from './settle';

/** One try to send, and how it ended. */
export interface Attempt {
  ending: Ending;
  /** The kind of the error, where there was one. */
  reason?: string;
}

/** Measures a try from now on; what comes back ends it, and writes it into metrics and log. */
export const startTry = () => {
  const elapsed = meters.sendSeconds.startTimer();
  return (
    strapi: Core.Strapi,
    { message, trace, ending, reason = 'none' }: Attempt & { message: MessageRow; trace: string },
  ): void => {
    elapsed();
    meters.sends.inc({ outcome: ending.type, reason });
    if (ending.type === 'accepted' && message.attempts === 1) {
      // A message is put after what WhatsApp's clock says: it may seem to come from the future.
      const waitedMs = Math.max(0, clock.now().getTime() - message.sentAt.getTime());
      meters.sentAfterSeconds.observe(waitedMs / 1_000);
    }
    if (!strapi.log.isLevelEnabled('debug')) return;
    const { documentId, attempts } = message;
    const outcome = ending.type;
    strapi.log.debug(logLine('Send', { outcome, reason, message: documentId, attempt: attempts, trace }));
  };
};
