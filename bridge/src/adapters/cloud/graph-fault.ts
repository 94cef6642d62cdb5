import { z } from 'zod';
import { WhatsAppError, type ErrorReport } from '../../../../src/plugins/whatsapp/contracts/errors';
import { knownErrorOf, tellingCode } from './error-table';

const MAX_FOREIGN_TEXT = 300;
const MAX_RETRY_AFTER_MS = 60 * 60_000;

/** Numbers arrive as numbers or as strings, depending on the endpoint. */
const code = z
  .union([
    z.number().int().nonnegative(),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number),
  ])
  .optional()
  .catch(undefined);
const text = z.string().optional().catch(undefined);

/** Meta's error body, leniently: `error_data` is an object, a string or absent. */
const GraphError = z.object({
  code,
  error_subcode: code,
  message: text,
  title: text,
  error_user_msg: text,
  error_data: z
    .union([z.object({ details: text }), z.string().transform((details) => ({ details }))])
    .optional()
    .catch(undefined),
});

const ErrorBody = z.object({ error: GraphError });

const shorten = (value: string): string =>
  value.length > MAX_FOREIGN_TEXT ? `${value.slice(0, MAX_FOREIGN_TEXT - 1)}…` : value;

/** Meta's own words, without the code that they repeat in front. */
const wordsOf = (error: z.infer<typeof GraphError>): string | undefined => {
  const words = error.error_data?.details ?? error.error_user_msg ?? error.message ?? error.title;
  return words ? shorten(words.replace(/^\(#\d+\)\s*/, '').trim()) || undefined : undefined;
};

/** An error object of a webhook (`statuses[].errors[]`) as our report. What Meta reports there did fail for certain. */
export const reportOfWebhookError = (value: unknown): ErrorReport => {
  const parsed = GraphError.safeParse(value);
  const error = parsed.success ? parsed.data : {};
  const codes = { code: error.code, subcode: error.error_subcode };
  const known = knownErrorOf(codes);
  const words = parsed.success ? wordsOf(parsed.data) : undefined;
  return {
    kind: known && known.kind !== 'unknown-outcome' ? known.kind : 'rejected',
    message:
      known && codes.code !== 100 ? known.reason : (words ?? known?.reason ?? 'WhatsApp gave no reason'),
    remedy: known?.kind === 'unknown-outcome' ? 'Send the message again.' : known?.remedy,
    upstreamCode: tellingCode(codes),
    retryAfterMs: known?.retryAfterMs,
  };
};

export interface GraphAnswer {
  status: number;
  /** Parsed JSON, or undefined when the body was none. */
  body: unknown;
  headers: Record<string, unknown>;
}

const secondsHeader = z.coerce.number().nonnegative();

/** `Retry-After` in seconds, or Meta's own estimate in minutes, bounded by an hour. */
const retryAfterOf = (headers: Record<string, unknown>): number | undefined => {
  const retryAfter = secondsHeader.safeParse(headers['retry-after']);
  if (headers['retry-after'] !== undefined && retryAfter.success) {
    return Math.min(Math.ceil(retryAfter.data * 1_000), MAX_RETRY_AFTER_MS);
  }
  const usage = headers['x-business-use-case-usage'];
  if (typeof usage !== 'string') return undefined;
  const minutes = [...usage.matchAll(/"estimated_time_to_regain_access"\s*:\s*(\d{1,6})/g)].map((match) =>
    Number(match[1]),
  );
  const longest = Math.max(0, ...minutes);
  return longest > 0 ? Math.min(longest * 60_000, MAX_RETRY_AFTER_MS) : undefined;
};

const WRONG_PROOF = /appsecret_proof/i;

/** An answer of Graph that is not a success, as our error. */
export const errorOfAnswer = ({ status, body, headers }: GraphAnswer): WhatsAppError => {
  const parsed = ErrorBody.safeParse(body);
  const error = parsed.success ? parsed.data.error : undefined;
  const codes = { code: error?.code, subcode: error?.error_subcode };
  const words = error ? wordsOf(error) : undefined;
  const upstreamCode = tellingCode(codes) ?? `HTTP ${status}`;
  const details = { upstreamCode, cause: words ? new Error(words) : undefined };

  if (error && WRONG_PROOF.test(`${error.message ?? ''} ${words ?? ''}`)) {
    return new WhatsAppError(
      'session-lost',
      'The app secret does not belong to the app of the access token',
      {
        ...details,
        remedy: "Copy the app secret again from the Meta app's basic settings.",
      },
    );
  }
  const known = knownErrorOf(codes);
  if (known) {
    // 100 is Meta's word for "something is wrong with the request": only the details say what.
    const message = upstreamCode === '100' && words ? `${known.reason}: ${words}` : known.reason;
    const retryAfterMs =
      known.kind === 'throttled' ? Math.max(known.retryAfterMs ?? 0, retryAfterOf(headers) ?? 0) : undefined;
    return new WhatsAppError(known.kind, message, { ...details, remedy: known.remedy, retryAfterMs });
  }
  if (status === 429) {
    const retryAfterMs = retryAfterOf(headers) ?? 5_000;
    return new WhatsAppError('throttled', 'WhatsApp asks to slow down', { ...details, retryAfterMs });
  }
  if (status === 401) {
    return new WhatsAppError('session-lost', words ?? 'WhatsApp does not accept the access token', {
      ...details,
      remedy: 'Check the access token of the channel.',
    });
  }
  if (status >= 500) {
    return new WhatsAppError('unknown-outcome', 'WhatsApp had an internal fault', {
      ...details,
      remedy: 'Wait for a status report before sending again.',
    });
  }
  if (status >= 300 && status < 400) {
    return new WhatsAppError('rejected', 'The address of the Graph API answers with a redirect', {
      ...details,
      remedy: 'Check WHATSAPP_GRAPH_URL and any proxy in between.',
    });
  }
  return new WhatsAppError(
    'rejected',
    words ? `WhatsApp refused: ${words}` : 'WhatsApp refused the request',
    details,
  );
};

/** A 2xx that cannot be read: something was accepted, nobody knows what. */
export const unreadableAnswer = (status: number): WhatsAppError =>
  new WhatsAppError('unknown-outcome', 'WhatsApp gave an answer that cannot be read', {
    upstreamCode: `HTTP ${status}`,
  });

/**
 * No answer at all. Only if the connection never stood is it certain that nothing was handed over.
 * The foreign error is not kept as the cause: it carries the token.
 */
export const errorOfSilence = (transportCode: string | undefined, wasHandedOver: boolean): WhatsAppError => {
  const upstreamCode = transportCode ?? 'NO_ANSWER';
  return wasHandedOver
    ? new WhatsAppError('unknown-outcome', 'WhatsApp did not answer in time', {
        upstreamCode,
        remedy: 'The message may have been sent: wait for a status report before sending again.',
      })
    : new WhatsAppError('unreachable', 'WhatsApp cannot be reached', {
        upstreamCode,
        remedy: 'Check the internet connection and the firewall of the server.',
      });
};
