/**
 * How plugin and bridge know each other: both hold `WHATSAPP_BRIDGE_SECRET` and sign what they send.
 *
 * `x-whatsapp-bridge-signature: t=<unix ms>,v1=<hex HMAC-SHA256>` over `<t>.<METHOD>.<path>.<raw body>`.
 * A signature is good for five minutes; bodies are raw bytes (`application/octet-stream` towards Strapi, whose body
 * parser then leaves them alone), so that what is verified is what was sent.
 */
export const SIGNATURE_HEADER = 'x-whatsapp-bridge-signature';
export const SIGNATURE_MAX_AGE_MS = 5 * 60_000;

export const signedText = (parts: { at: number; method: string; path: string }): string =>
  `${parts.at}.${parts.method.toUpperCase()}.${parts.path}.`;

/** `t=…,v1=…` → its parts, or null when it is no such thing. */
export const parseSignature = (header: unknown): { at: number; digest: string } | null => {
  const match = typeof header === 'string' ? /^t=(\d{10,15}),v1=([0-9a-f]{64})$/.exec(header) : null;
  return match?.[1] && match[2] ? { at: Number(match[1]), digest: match[2] } : null;
};
