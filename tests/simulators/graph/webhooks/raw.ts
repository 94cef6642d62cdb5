import type { World } from '../world';
import { encodePayload, webhookHeaders } from './encode';
import type { Escaping } from './encode';
import type { HttpAnswer } from './http-client';

export interface RawWebhook {
  appId: string;
  /** Left out: the app's callback. */
  url?: string;
  /** Text and bytes go as they are; anything else is encoded and escaped as Meta does. */
  body: unknown;
  escaping?: Escaping;
  /** `valid` by the app's secret · `missing` · `wrong`: well-formed, of another secret · or the header's own value. */
  signature?: 'valid' | 'missing' | 'wrong' | { header: string };
  /** Replace or add to Meta's. */
  headers?: Record<string, string>;
}

export interface RawWebhooks {
  /** Posts once, whatever it is, and tells the answer. Nothing of it is counted or repeated. */
  post(webhook: RawWebhook): Promise<HttpAnswer>;
}

const signatureHeaders = (
  signature: NonNullable<RawWebhook['signature']>,
  body: Buffer,
  secret: string,
): Record<string, string> => {
  const valid = webhookHeaders(body, secret);
  const unsigned = Object.fromEntries(Object.entries(valid).filter(([name]) => !name.startsWith('x-hub-')));
  if (signature === 'valid') return valid;
  if (signature === 'missing') return unsigned;
  if (signature === 'wrong') return webhookHeaders(body, `not ${secret}`);
  return { ...unsigned, 'x-hub-signature-256': signature.header };
};

const bytesOf = (body: unknown, escaping: Escaping): Buffer => {
  if (Buffer.isBuffer(body)) return body;
  return typeof body === 'string' ? Buffer.from(body, 'utf8') : encodePayload(body, escaping);
};

export const createRawWebhooks = ({ registry, client, settings }: World): RawWebhooks => ({
  post: async ({ appId, url, body, escaping, signature = 'valid', headers = {} }) => {
    const app = registry.apps.get(appId);
    const target = url ?? app?.webhook?.url;
    if (!app || target === undefined) throw new Error(`The app ${appId} has no callback to post to`);
    const { webhooks } = settings();
    const bytes = bytesOf(body, escaping ?? webhooks.escaping);
    return client.post(target, {
      body: bytes,
      headers: { ...signatureHeaders(signature, bytes, app.secret), ...headers },
      timeoutMs: webhooks.timeoutMs,
    });
  },
});
