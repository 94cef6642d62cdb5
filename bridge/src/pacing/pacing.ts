import type { SendCommand } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../kit/clock';
import { createHolds } from './holds';
import { MANAGEMENT_RATE, numberRate, PAIR_RATE, pairBackoffMs } from './limits';
import { createRates } from './rates';

/** Whose limits a channel shares. */
export interface Subject {
  phoneNumberId: string;
  businessAccountId: string;
  /** Anything that is the same for all channels of one Meta app, and no secret. */
  app: string;
  throughput?: string | undefined;
}

type Scope = 'chat' | 'channel';

/** What waits this long at most is held here; what must wait longer goes back to the queue, with its time. */
const HOLD_MS = 1_000;
const FALLBACK_WAIT_MS = 5_000;

const personOf = ({ waId, bsuid, parentBsuid }: SendCommand['to']): string =>
  waId ?? bsuid ?? parentBsuid ?? '';

const tooFast = (scope: Scope, waitMs: number): WhatsAppError =>
  new WhatsAppError(
    'throttled',
    scope === 'chat'
      ? 'Too many messages to this one person in a short time'
      : "Messages wait for WhatsApp's limits",
    { retryAfterMs: Math.ceil(waitMs), scope },
  );

const rescoped = (error: WhatsAppError, scope: Scope, retryAfterMs: number): WhatsAppError =>
  new WhatsAppError('throttled', error.message, {
    remedy: error.remedy,
    upstreamCode: error.upstreamCode,
    cause: error.cause,
    retryAfterMs,
    scope,
  });

/**
 * Keeps what leaves within Meta's limits, and remembers what Meta refused. In memory only: one bridge talks to Graph, and
 * one that forgot is told again by Meta. The messages themselves wait in the plugin's outbox.
 */
export const createPacing = (clock: Clock) => {
  const rates = createRates(clock);
  const holds = createHolds(clock);
  const refusals = new Map<string, number>();

  const keysOf = ({ phoneNumberId, businessAccountId, app }: Subject, command: SendCommand) => ({
    pair: `pair ${phoneNumberId} ${personOf(command.to)}`,
    number: `number ${phoneNumberId}`,
    account: `account ${businessAccountId}`,
    app: `app ${app}`,
  });
  type Keys = ReturnType<typeof keysOf>;

  const assertNotHeld = ({ pair, number, account, app }: Keys): void => {
    const ofChannel = holds.remaining([number, account, app]);
    if (ofChannel > 0) throw tooFast('channel', ofChannel);
    const ofPair = holds.remaining([pair]);
    if (ofPair > 0) throw tooFast('chat', ofPair);
  };

  /** Books a place for one message; gives how long until it may leave. */
  const book = ({ pair, number }: Keys, { throughput }: Subject): number => {
    const pairWait = rates.waitOf(pair, PAIR_RATE);
    if (pairWait > HOLD_MS) throw tooFast('chat', pairWait);
    const rate = numberRate(throughput);
    const numberWait = rates.waitOf(number, rate);
    if (numberWait > HOLD_MS) throw tooFast('channel', numberWait);
    rates.take(pair, PAIR_RATE);
    rates.take(number, rate);
    return Math.max(pairWait, numberWait);
  };

  const learn = (keys: Keys, error: WhatsAppError): WhatsAppError => {
    const waitMs = error.retryAfterMs ?? FALLBACK_WAIT_MS;
    switch (error.upstreamCode) {
      case '131056': {
        const count = refusals.get(keys.pair) ?? 0;
        refusals.set(keys.pair, count + 1);
        holds.hold(keys.pair, pairBackoffMs(count));
        return rescoped(error, 'chat', pairBackoffMs(count));
      }
      case '80007':
        holds.hold(keys.account, waitMs);
        return rescoped(error, 'channel', waitMs);
      case '4':
        holds.hold(keys.app, waitMs);
        return rescoped(error, 'channel', waitMs);
      default:
        holds.hold(keys.number, waitMs);
        return rescoped(error, 'channel', waitMs);
    }
  };

  return {
    /**
     * Sends when it may leave. Fails with `throttled` and the time, having sent nothing, when that is not soon, and with
     * whatever `send` fails with. `signal` ends the waiting: then nothing was sent, either.
     */
    async paced<Result>(
      subject: Subject,
      command: SendCommand,
      { send, signal }: { send: () => Promise<Result>; signal: AbortSignal },
    ): Promise<Result> {
      const keys = keysOf(subject, command);
      assertNotHeld(keys);
      const waitMs = book(keys, subject);
      if (waitMs > 0) {
        await clock.sleep(waitMs, signal);
        if (signal.aborted) throw new WhatsAppError('unreachable', 'The channel was just set up anew');
        assertNotHeld(keys);
      }
      try {
        const result = await send();
        refusals.delete(keys.pair);
        return result;
      } catch (error) {
        throw error instanceof WhatsAppError && error.kind === 'throttled' ? learn(keys, error) : error;
      }
    },

    /** A question about an account. Fails with `throttled`, having asked nothing, when there were too many. */
    async askPaced<Result>(
      { app, businessAccountId }: Pick<Subject, 'app' | 'businessAccountId'>,
      ask: () => Promise<Result>,
    ): Promise<Result> {
      const key = `management ${app} ${businessAccountId}`;
      const waitMs = Math.max(holds.remaining([key]), rates.waitOf(key, MANAGEMENT_RATE));
      if (waitMs > 0) throw tooFast('channel', waitMs);
      rates.take(key, MANAGEMENT_RATE);
      try {
        return await ask();
      } catch (error) {
        if (error instanceof WhatsAppError && error.kind === 'throttled')
          holds.hold(key, error.retryAfterMs ?? FALLBACK_WAIT_MS);
        throw error;
      }
    },
  };
};

export type Pacing = ReturnType<typeof createPacing>;
