import type { Core } from '@strapi/strapi';
import { WhatsAppError, type ErrorKind } from '../../../contracts/errors';
import { createBridgeClient } from '../channels';
import { backoffMs } from '../kit/backoff';
import { addMs, clock, DAY_MS } from '../kit/clock';
import { asSystem } from '../kit/scope';
import { claimDue, connectionOf, findMessageView, postpone, type Due, type MessageView } from '../store';
import { getService } from '../get-service';
import { outgoingOf } from './command';
import { settle } from './settle';

const LANES = 32;
/** Longer than a command may take: while somebody sends, nobody else finds the message. */
const LEASE_MS = 60_000;
/** Wake-ups are hints; this is how late a message is when one got lost. */
const POLL_MS = 1_000;
const GIVE_UP_AFTER_MS = DAY_MS;

type Resolution = 'again' | 'refused' | 'unknown';

/** What a failed send means for the message. Only a certain "not sent" may be tried again. */
const RESOLUTION: Record<ErrorKind, Resolution> = {
  throttled: 'again',
  unreachable: 'again',
  'unknown-outcome': 'unknown',
  invalid: 'refused',
  unauthorized: 'refused',
  forbidden: 'refused',
  'not-found': 'refused',
  conflict: 'refused',
  unsupported: 'refused',
  rejected: 'refused',
  'session-lost': 'refused',
  internal: 'refused',
};

export interface Dispatcher {
  wake(): void;
  stop(): Promise<void>;
}

const asWhatsAppError = (error: unknown): WhatsAppError =>
  error instanceof WhatsAppError
    ? error
    : new WhatsAppError('internal', 'The message could not be sent', { cause: error });

/** Sends what waits, `LANES` at a time, one per conversation. Any number of processes may run one. */
export const startDispatcher = (strapi: Core.Strapi): Dispatcher => {
  const bridge = createBridgeClient(strapi);
  const inFlight = new Set<Promise<void>>();
  let stopped = false;
  let claiming = false;
  let wokenMeanwhile = false;

  const giveUp = (message: MessageView): boolean =>
    clock.now().getTime() - message.sentAt.getTime() > GIVE_UP_AFTER_MS;

  const fail = async (message: MessageView, error: WhatsAppError): Promise<void> => {
    const resolution =
      giveUp(message) && RESOLUTION[error.kind] === 'again' ? 'refused' : RESOLUTION[error.kind];
    if (error.kind === 'session-lost')
      await getService(strapi, 'channels').reportTrouble(message.channelId, error.message);
    if (error.kind === 'internal')
      strapi.log.error(`[whatsapp] Message ${message.documentId}: ${String(error.cause)}`);
    if (resolution === 'again') {
      const waitMs = error.retryAfterMs ?? backoffMs(message.attempts);
      await postpone(strapi, message.id, addMs(clock.now(), waitMs));
      return;
    }
    await settle(strapi, message, { type: resolution, report: error.toReport() });
  };

  const send = async ({ id, status }: Due): Promise<void> => {
    const message = await findMessageView(connectionOf(strapi), { 'm.id': id });
    if (!message) return;
    if (status === 'sending') {
      // Its sender died with the answer. A report from WhatsApp may still settle it.
      return fail(
        message,
        new WhatsAppError('unknown-outcome', 'The answer was lost: this message may have been sent'),
      );
    }
    try {
      const { channelId, command } = await outgoingOf(strapi, id);
      const receipt = await bridge.send(channelId, command);
      await settle(strapi, message, { type: 'accepted', receipt });
    } catch (error) {
      await fail(message, asWhatsAppError(error));
    }
  };

  const launch = (due: Due): void => {
    const task: Promise<void> = send(due)
      // Not even the outcome could be written: the lease runs out, and the message becomes `unknown`.
      .catch((error: unknown) => {
        strapi.log.error(`[whatsapp] Message ${due.id} is not settled: ${String(error)}`);
      })
      .finally(() => {
        inFlight.delete(task);
        wake();
      });
    inFlight.add(task);
  };

  const claim = async (): Promise<void> => {
    const limit = LANES - inFlight.size;
    if (stopped || limit <= 0) return;
    const now = clock.now();
    const due = await claimDue(strapi, { now, leaseUntil: addMs(now, LEASE_MS), limit });
    due.forEach(launch);
  };

  const wake = (): void => {
    if (stopped) return;
    if (claiming) {
      wokenMeanwhile = true;
      return;
    }
    claiming = true;
    // Said here and not by the caller: who woke us may be a member, whose scope would follow us.
    asSystem('outbox', claim)
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] The outbox could not be read: ${String(error)}`);
      })
      .finally(() => {
        claiming = false;
        if (!wokenMeanwhile) return;
        wokenMeanwhile = false;
        wake();
      });
  };

  const poll = setInterval(wake, POLL_MS);
  wake();

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(poll);
      await Promise.allSettled(inFlight);
    },
  };
};
