import type { Core } from '@strapi/strapi';
import { clock } from '../kit/clock';
import { logLine } from '../kit/log-line';
import { meters } from '../observability';
import type { MessageRow } from '../store';
import type { Ending } from './settle';

interface Ended {
  message: MessageRow;
  trace: string;
  ending: Ending;
  /** The kind of the error, where there was one. */
  reason?: string;
}

/** Measures one try to send, from now to its end, and writes it into metrics and log. Gives the ending back. */
export const startTry = () => {
  const elapsed = meters.sendSeconds.startTimer();
  return {
    end(strapi: Core.Strapi, { message, trace, ending, reason = 'none' }: Ended): Ending {
      elapsed();
      meters.sends.inc({ outcome: ending.type, reason });
      if (ending.type === 'accepted' && message.attempts === 1) {
        // A message is put after what WhatsApp's clock says: it may seem to come from the future.
        const waitedMs = Math.max(0, clock.now().getTime() - message.sentAt.getTime());
        meters.sentAfterSeconds.observe(waitedMs / 1_000);
      }
      if (strapi.log.isLevelEnabled('debug')) {
        const { documentId, attempts: attempt } = message;
        strapi.log.debug(
          logLine('Sent', { outcome: ending.type, reason, message: documentId, attempt, trace }),
        );
      }
      return ending;
    },
  };
};
