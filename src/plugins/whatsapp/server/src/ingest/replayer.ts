import type { Core } from '@strapi/strapi';
import { BridgeEvent, type Change } from '../../../contracts/bridge';
import { z } from 'zod';
import { parseWith, WhatsAppError, type ErrorKind } from '../../../contracts/errors';
import { createBridgeClient } from '../channels';
import { sharedClock } from '../kit/clock';
import { asSystem } from '../kit/scope';
import {
  connectionOf,
  findReplaying,
  insertSplit,
  inTransaction,
  keepReading,
  putBack,
  WEB_APP,
  type ReplayedLine,
} from '../store';
import { logEntriesOf } from './log-entry';
import { createSeal } from './seal';

const BATCH = 100;
/** Wake-ups are hints: the command line and other processes only write the state. */
const POLL_MS = 2_000;

/** What the bridge says of this one line. All else says something of the bridge, and every line waits for it. */
const IS_ABOUT_THE_LINE: Partial<Record<ErrorKind, true>> = {
  invalid: true,
  rejected: true,
  'not-found': true,
};

/** A line of WhatsApp Web holds its event: nobody else need be asked. */
const webChangeOf = ({ phoneNumberId, key }: ReplayedLine, payload: string): Change => {
  const { event } = parseWith(z.object({ event: BridgeEvent }), JSON.parse(payload));
  return {
    key,
    field: event.type,
    phoneNumberId,
    businessAccountId: null,
    raw: payload,
    events: [event],
  };
};

export interface Replayer {
  wake(): void;
  stop(): Promise<void>;
}

/**
 * Has the bridge read again what somebody wants replayed: an adapter that was brought up to date understands what an older
 * one did not. Then it waits to be processed like anything that has just come. Any number of processes may run one.
 */
export const startReplayer = (strapi: Core.Strapi, onRead: () => void): Replayer => {
  const bridge = createBridgeClient(strapi);
  const seal = createSeal(strapi);
  let stopped = false;
  let wokenMeanwhile = false;
  let running: Promise<void> | null = null;

  const readAgain = async (line: ReplayedLine): Promise<Change[]> => {
    const { businessAccountId, payload, appFingerprint, receivedAt } = line;
    if (appFingerprint === WEB_APP) return [webChangeOf(line, seal.openText(payload) ?? '')];
    const { changes } = await bridge.parse({
      kind: 'cloud',
      raw: seal.openText(payload) ?? '',
      businessAccountId,
      appFingerprint: appFingerprint ?? '',
      receivedAt: receivedAt.toISOString(),
    });
    return changes;
  };

  /** A body of which nothing was understood may hold several changes: the first takes its line, the others get their own. */
  const keep = async (line: ReplayedLine, changes: Change[]): Promise<void> => {
    const entries = logEntriesOf({
      changes,
      webhookKey: line.webhookKey ?? '',
      appFingerprint: line.appFingerprint ?? '',
      receivedAt: line.receivedAt.toISOString(),
    }).map(seal.entry);
    const [first, ...others] = entries;
    if (!first) return;
    const { field, phoneNumberId, businessAccountId, detail, events } = first;
    const reading = { field, phoneNumberId, businessAccountId, detail, events };
    await inTransaction(strapi, async (trx) => {
      const now = sharedClock.now();
      if (!(await keepReading(trx, line, { reading, now }))) return;
      await insertSplit(trx, others, { tenantId: line.tenantId, now });
    });
  };

  const replay = async (line: ReplayedLine): Promise<void> => {
    try {
      await keep(line, await readAgain(line));
    } catch (error) {
      const isAboutTheLine = error instanceof WhatsAppError && IS_ABOUT_THE_LINE[error.kind];
      if (!isAboutTheLine && !seal.isUnreadable(error)) throw error;
      strapi.log.warn(`[whatsapp] Inbound event ${line.id} cannot be read again: ${String(error)}`);
      await putBack(connectionOf(strapi), line.id);
    }
  };

  /** Gives how many there were. */
  const step = async (): Promise<number> => {
    const lines = await findReplaying(connectionOf(strapi), BATCH);
    for (const line of lines) if (!stopped) await replay(line);
    if (lines.length > 0) onRead();
    return lines.length;
  };

  const run = async (): Promise<void> => {
    do {
      wokenMeanwhile = false;
      while (!stopped && (await step()) > 0);
    } while (wokenMeanwhile && !stopped);
  };

  const wake = (): void => {
    if (stopped) return;
    wokenMeanwhile = true;
    running ??= asSystem('ingest', run)
      .catch((error: unknown) => {
        // The next poll tries again; at once would only be the same.
        wokenMeanwhile = false;
        strapi.log.warn(`[whatsapp] What is to be replayed waits: ${String(error)}`);
      })
      .finally(() => {
        running = null;
        if (wokenMeanwhile) wake();
      });
  };

  const poll = setInterval(wake, POLL_MS);
  wake();

  return {
    wake,
    async stop() {
      stopped = true;
      clearInterval(poll);
      await running;
    },
  };
};
