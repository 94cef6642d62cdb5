import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { createApiClient, readBody } from './api-client';

/** What Meta's console would show for one company. */
export interface MetaCompany {
  app: { id: string; secret: string };
  waba: { id: string };
  number: { id: string };
  token: { value: string };
}

export interface CustomerWrites {
  phoneNumberId: string;
  /** WhatsApp id: digits. */
  from: string;
  name?: string;
  text?: string;
  quotedMessageId?: string;
  /** The same id twice is the same message twice. */
  id?: string;
}

/** The simulator over HTTP: for suites that run in another process than the one that started it. */
export interface GraphControl {
  /** An app, a business account, a connected number and a good token, all of them new. */
  addCompany(name?: string): Promise<MetaCompany>;
  /** "Verify and save" in Meta's console. */
  subscribe(appId: string, callback: { url: string; verifyToken: string }): Promise<{ verified: boolean }>;
  /** One webhook for one message. Resolves to WhatsApp's id of it. */
  customerWrites(message: CustomerWrites): Promise<string>;
  /** One webhook for many messages, over several numbers if need be. */
  customersWriteTogether(messages: CustomerWrites[]): Promise<string[]>;
  /** Posts a body of one's own to the app's webhook, signed as asked. */
  postWebhook(post: {
    appId: string;
    body: unknown;
    url?: string;
    signature?: 'valid' | 'missing' | 'wrong';
  }): Promise<unknown>;
  /** Resolves when every webhook was acknowledged and every status reported. */
  drain(timeoutMs?: number): Promise<void>;
  /** Any other route of the control API. */
  get(name: string): Promise<unknown>;
  post(name: string, body: unknown): Promise<unknown>;
}

const digits = (length: number): string =>
  Array.from({ length }, (_, index) => (index === 0 ? randomInt(1, 10) : randomInt(10))).join('');

const Written = z.array(z.object({ id: z.string() }));
const Handshake = z.object({ verified: z.boolean() });

export const createGraphControl = (graphUrl: string): GraphControl => {
  const client = createApiClient(graphUrl);
  const get = async (name: string): Promise<unknown> =>
    readBody(z.unknown(), await client.get(`/_control/${name}`));
  const post = async (name: string, body: unknown): Promise<unknown> =>
    readBody(z.unknown(), await client.post(`/_control/${name}`, body));
  const write = async (body: unknown): Promise<string[]> =>
    Written.parse(await post('customers', body)).map(({ id }) => id);

  return {
    get,
    post,
    addCompany: async (name = 'A company') => {
      const [app, waba, number] = [digits(15), digits(15), digits(15)];
      const secret = randomBytes(16).toString('hex');
      const value = `EAA${randomBytes(40).toString('hex')}`;
      await post('scene', {
        apps: [{ id: app, secret, name }],
        wabas: [{ id: waba, name, subscribedApps: [app] }],
        numbers: [{ id: number, wabaId: waba, verifiedName: name }],
        tokens: [{ id: `token-${app}`, value, appId: app, wabaIds: [waba] }],
        templates: [{ id: digits(16), wabaId: waba, name: 'hello' }],
      });
      return { app: { id: app, secret }, waba: { id: waba }, number: { id: number }, token: { value } };
    },
    subscribe: async (appId, { url, verifyToken }) =>
      Handshake.parse(await post('subscribe', { appId, url, verifyToken })),
    customerWrites: async (message) => (await write(message))[0] ?? '',
    customersWriteTogether: write,
    postWebhook: (body) => post('webhooks', body),
    drain: async (timeoutMs = 25_000) => {
      await post('drain', { timeoutMs });
    },
  };
};
