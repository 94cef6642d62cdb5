import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { DeliveryReceipts } from '../../src/plugins/whatsapp/contracts/bridge';
import type {
  BridgeEvent,
  Change,
  Delivery,
  MessageReceived,
  MessageReported,
} from '../../src/plugins/whatsapp/contracts/bridge';
import { SIGNATURE_HEADER, signedText } from '../../src/plugins/whatsapp/contracts/signature';
import { untilProcessed } from './inbound-log';
import type { Installation } from './installation';

/** Speaks to the plugin as the bridge does. The signature is written here a second time, by the contract alone. */

const ROOT = '/api/whatsapp/bridge';
const REQUEST_DEADLINE_MS = 60_000;

export interface SignedPost {
  body: Buffer;
  at: number;
  secret: string;
  path: string;
}

const sign = ({ at, method, path, body, secret }: SignedPost & { method: string }): string =>
  `t=${at},v1=${createHmac('sha256', secret).update(signedText({ at, method, path })).update(body).digest('hex')}`;

export interface BridgeReply {
  status: number;
  body: unknown;
  headers: Headers;
}

const request = async (
  { strapiUrl }: Installation,
  {
    method,
    path,
    body,
    signature,
  }: { method: string; path: string; body?: Buffer; signature: string | null },
): Promise<BridgeReply> => {
  const response = await fetch(new URL(path, strapiUrl), {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/octet-stream' } : {}),
      ...(signature === null ? {} : { [SIGNATURE_HEADER]: signature }),
    },
    body: body && new Uint8Array(body),
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) };
};

const keysOf = (deliveries: Delivery[]): string[] => [
  ...new Set(deliveries.flatMap(({ changes }) => changes.map(({ key }) => key))),
];

const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export const createBridgeSender = (installation: Installation) => {
  const secret = installation.env.WHATSAPP_BRIDGE_SECRET ?? '';

  const get = (name: string): Promise<BridgeReply> => {
    const path = `${ROOT}/${name}`;
    const signature = sign({ at: Date.now(), method: 'GET', path, body: Buffer.alloc(0), secret });
    return request(installation, { method: 'GET', path, signature });
  };

  /** Any bytes, rightly signed. */
  const postBytes = (name: string, body: Buffer): Promise<BridgeReply> => {
    const path = `${ROOT}/${name}`;
    const signature = sign({ at: Date.now(), method: 'POST', path, body, secret });
    return request(installation, { method: 'POST', path, body, signature });
  };

  return {
    get,
    /** The head of an answer whose body is no JSON. */
    open: async (name: string): Promise<Pick<BridgeReply, 'status' | 'headers'>> => {
      const path = `${ROOT}/${name}`;
      const signature = sign({ at: Date.now(), method: 'GET', path, body: Buffer.alloc(0), secret });
      const { status, headers, body } = await fetch(new URL(path, installation.strapiUrl), {
        headers: { [SIGNATURE_HEADER]: signature },
      });
      await body?.cancel();
      return { status, headers };
    },
    post: (name: string, value: unknown): Promise<BridgeReply> => postBytes(name, bytesOf(value)),
    getUnsigned: (name: string, signature: string | null = null): Promise<BridgeReply> =>
      request(installation, { method: 'GET', path: `${ROOT}/${name}`, signature }),
    postBytes,
    /** Signs something else than what is sent: whatever `forged` says. `null` = without a signature. */
    postForged: (deliveries: Delivery[], forged: Partial<SignedPost & { method: string }> | null) => {
      const path = `${ROOT}/deliveries`;
      const body = bytesOf({ deliveries });
      const signature = forged && sign({ at: Date.now(), method: 'POST', path, body, secret, ...forged });
      return request(installation, { method: 'POST', path, body, signature });
    },
    /** The receipts, in the order of the deliveries, once what is kept is processed. */
    deliver: async (
      ...deliveries: Delivery[]
    ): Promise<DeliveryReceipts['receipts'][number]['outcome'][]> => {
      const { status, body } = await postBytes('deliveries', bytesOf({ deliveries }));
      if (status !== 200) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`);
      await untilProcessed(installation, keysOf(deliveries));
      return DeliveryReceipts.parse(body).receipts.map(({ outcome }) => outcome);
    },
  };
};

export type BridgeSender = ReturnType<typeof createBridgeSender>;

export const receiptIdsOf = ({ body }: BridgeReply): string[] =>
  DeliveryReceipts.parse(body).receipts.map(({ deliveryId }) => deliveryId);

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const newWamid = (): string => `wamid.${randomBytes(24).toString('base64')}`;

let counted = 0;

/** A number of the range that is reserved for fiction. */
export const newWaId = (): string => `1555010${String(1000 + ((counted += 1) % 9000))}`;

/** A text of a customer. Whatever is left out is new and plausible. */
export const received = (message: Partial<MessageReceived> & { text?: string } = {}): MessageReceived => {
  const { text = 'Hello', ...given } = message;
  return {
    type: 'message.received',
    messageId: newWamid(),
    from: { waId: newWaId() },
    profileName: 'Ada Sample',
    sentAt: new Date().toISOString(),
    content: { type: 'text', body: text },
    ...given,
  };
};

/** What WhatsApp reports about a message of ours. */
export const reported = (
  report: Pick<MessageReported, 'status'> & Partial<MessageReported>,
): MessageReported => ({
  type: 'message.reported',
  messageId: newWamid(),
  at: new Date().toISOString(),
  ...report,
});

export interface Addressee {
  phoneNumberId: string;
  businessAccountId?: string;
}

/** One change of a webhook. Its key says what is in it, so that the same events twice are the same change. */
export const changeFor = (
  to: Addressee | null,
  events: BridgeEvent[],
  more: Partial<Change> = {},
): Change => {
  const raw = JSON.stringify({ field: 'messages', value: { to, events } });
  return {
    key: sha256(raw),
    field: 'messages',
    businessAccountId: to?.businessAccountId ?? null,
    phoneNumberId: to?.phoneNumberId ?? null,
    raw,
    events,
    ...more,
  };
};

export const deliveryOf = (
  webhook: { webhookKey: string; appFingerprint: string },
  changes: Change[],
  receivedAt = new Date().toISOString(),
): Delivery => ({ deliveryId: randomUUID(), receivedAt, ...webhook, changes });
