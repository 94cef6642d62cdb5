import { z } from 'zod';

/**
 * Every failure that crosses a room's wall is one of these kinds.
 * The kind alone decides what the caller may do next and which HTTP status it becomes; messages are for people.
 */
export const ERROR_KINDS = {
  invalid: { next: 'give-up', status: 400 }, // the request breaks its schema
  unauthorized: { next: 'ask-person', status: 401 }, // a credential that is of no company, or no longer
  forbidden: { next: 'give-up', status: 403 }, // known who asks, and they lack the right
  'not-found': { next: 'give-up', status: 404 }, // absent, or belongs to another tenant: the same answer
  conflict: { next: 'give-up', status: 409 }, // somebody changed it first
  unsupported: { next: 'give-up', status: 422 }, // this channel cannot do that
  rejected: { next: 'give-up', status: 422 }, // WhatsApp understood and said no
  throttled: { next: 'wait', status: 429 }, // too fast: see retryAfterMs
  unreachable: { next: 'try-again', status: 503 }, // no answer, and nothing was handed over
  'unknown-outcome': { next: 'check-first', status: 504 }, // handed over, no answer: it may have been sent
  'session-lost': { next: 'ask-person', status: 409 }, // credentials or pairing are gone
  internal: { next: 'give-up', status: 500 }, // a bug: log it with its cause
} as const;

export const ErrorKind = z.enum(Object.keys(ERROR_KINDS) as [keyof typeof ERROR_KINDS]);
export type ErrorKind = keyof typeof ERROR_KINDS;

/** One wrong field of a request: `path` is dotted, `''` stands for the whole body. */
export const FieldProblem = z.object({ path: z.string(), message: z.string() });
export type FieldProblem = z.infer<typeof FieldProblem>;

/** How an error travels between processes and inside the `details` of a Strapi error body. */
export const ErrorReport = z.object({
  kind: ErrorKind,
  message: z.string(),
  /** What a person can do about it. */
  remedy: z.string().optional(),
  /** The foreign system's own code, for example Meta's `131047`. */
  upstreamCode: z.string().optional(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  /** Of `throttled`: what has to wait, this chat or everything of the channel. */
  scope: z.enum(['chat', 'channel']).optional(),
  fields: z.array(FieldProblem).optional(),
});
export type ErrorReport = z.infer<typeof ErrorReport>;

type ErrorOptions = Omit<ErrorReport, 'kind' | 'message'> & { cause?: unknown };

/** The one error class. Anything else that is thrown is a bug and becomes `internal` at the edge. */
export class WhatsAppError extends Error {
  readonly remedy?: string;
  readonly upstreamCode?: string;
  readonly retryAfterMs?: number;
  readonly scope?: 'chat' | 'channel';
  readonly fields?: FieldProblem[];

  constructor(
    readonly kind: ErrorKind,
    message: string,
    { cause, ...report }: ErrorOptions = {},
  ) {
    super(message, { cause });
    this.name = 'WhatsAppError';
    Object.assign(this, report);
  }

  get status(): number {
    return ERROR_KINDS[this.kind].status;
  }

  static fromReport({ kind, message, ...rest }: ErrorReport): WhatsAppError {
    return new WhatsAppError(kind, message, rest);
  }

  toReport(): ErrorReport {
    const { kind, message, remedy, upstreamCode, retryAfterMs, scope, fields } = this;
    return { kind, message, remedy, upstreamCode, retryAfterMs, scope, fields };
  }
}

/** A schema's refusal as our error: every wrong field is named, none of its values is repeated. */
export const fromZodError = (error: z.ZodError, message = 'The request is not valid'): WhatsAppError =>
  new WhatsAppError('invalid', message, {
    fields: error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  });

/** Parses what crossed a border; fails with `invalid` and the wrong fields. */
export const parseWith = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  message?: string,
): z.infer<Schema> => {
  const result = schema.safeParse(value);
  if (!result.success) throw fromZodError(result.error, message);
  return result.data;
};
