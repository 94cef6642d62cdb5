import { createHmac } from 'node:crypto';

export type Escaping = 'plain' | 'full';

const escapeCode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const OLDER_TEXT: Record<string, string> = { '<': '\\u003C', '%': '\\u0025', '@': '\\u0040' };

/**
 * JSON as Meta writes and signs it: pure ASCII, `\uXXXX` in lowercase, `\/`. Both documented escapings exist, because
 * a receiver that signs its own re-serialisation passes with one text and fails with the next.
 */
export const encodePayload = (payload: unknown, escaping: Escaping = 'plain'): Buffer => {
  const text = JSON.stringify(payload)
    .replace(/\//g, '\\/')
    .replace(/[\u0080-\uffff]/g, escapeCode);
  const escaped = escaping === 'full' ? text.replace(/[<%@]/g, (sign) => OLDER_TEXT[sign] ?? sign) : text;
  return Buffer.from(escaped, 'latin1');
};

/** The value of `X-Hub-Signature-256`. */
export const signBody = (body: Buffer, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/** What a webhook POST of Meta has in its head. */
export const webhookHeaders = (body: Buffer, appSecret: string): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'facebookexternalua',
  accept: '*/*',
  'x-hub-signature': `sha1=${createHmac('sha1', appSecret).update(body).digest('hex')}`,
  'x-hub-signature-256': signBody(body, appSecret),
});

/** Bytes and headers of a webhook, ready for any HTTP client (a load generator, for one). */
export const signedWebhook = (
  payload: unknown,
  appSecret: string,
  escaping: Escaping = 'plain',
): { body: Buffer; headers: Record<string, string> } => {
  const body = encodePayload(payload, escaping);
  return { body, headers: webhookHeaders(body, appSecret) };
};
