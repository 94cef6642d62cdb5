import { Change, type BridgeEvent } from '../../../src/plugins/whatsapp/contracts/bridge';
import { parseWebhook } from '../../src/adapters/cloud';
import { webhookBody } from './fixtures';

export const RECEIVED_AT = '2026-11-02T09:00:00.000Z';

/** The changes of a body, each of them valid by the contract. */
export const parse = (body: Buffer | string, appFingerprint = 'app-1'): Change[] =>
  parseWebhook({ body: Buffer.from(body), appFingerprint, receivedAt: RECEIVED_AT }).map((change) => {
    Change.parse(change);
    return change;
  });

/** The only change of a body. */
export const parseOne = (body: Buffer | string): Change => {
  const [change, ...others] = parse(body);
  if (!change || others.length > 0) throw new Error(`One change was expected, ${others.length + 1} came`);
  return change;
};

/** The events that a value becomes. */
export const eventsOf = (value: object, field?: string): BridgeEvent[] =>
  parseOne(webhookBody(value, field)).events;
