import { z } from 'zod';
import { Check } from '../../../contracts/channel';
import { ErrorReport, type ErrorKind, type FieldProblem } from '../../../contracts/errors';

/** What went wrong with a request, whoever said so: our plugin, Strapi itself, or the network. */
export interface Problem {
  kind: ErrorKind;
  /** The server's sentence, where it gave one. English: kinds are what gets translated. */
  message: string | null;
  remedy: string | null;
  code: string | null;
  /** When it may work, from now; null where nobody said. */
  retryAfterMs: number | null;
  fields: FieldProblem[];
  checks: Check[];
}

const KIND_BY_STATUS: Record<number, ErrorKind> = {
  400: 'invalid',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  413: 'invalid',
  422: 'rejected',
  429: 'throttled',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

const Failure = z.object({
  name: z.string().optional(),
  message: z.string().optional(),
  status: z.number().optional(),
  details: z.unknown().optional(),
});
const ChecksInside = z.object({ checks: z.array(Check) });

/** `fetch` rejects with a TypeError when no answer came at all. Strapi's client hands on only its name and message. */
const isNetworkFailure = (name: string | undefined, status: number | undefined): boolean =>
  status === undefined && name === 'TypeError';

const empty: Problem = {
  kind: 'internal',
  message: null,
  remedy: null,
  code: null,
  retryAfterMs: null,
  fields: [],
  checks: [],
};

/** Reads any error of the api slices. Never throws, and never shows a stack or a library's own words. */
export const problemOf = (error: unknown): Problem => {
  const failure = Failure.safeParse(error);
  if (!failure.success) return empty;
  const { name, message, status, details } = failure.data;
  const checks = ChecksInside.safeParse(details).data?.checks ?? [];

  const report = ErrorReport.safeParse(details);
  if (report.success) {
    const { kind, remedy, upstreamCode, retryAfterMs, fields } = report.data;
    return {
      kind,
      message: report.data.message,
      remedy: remedy ?? null,
      code: upstreamCode ?? null,
      retryAfterMs: retryAfterMs ?? null,
      fields: fields ?? [],
      checks,
    };
  }
  if (isNetworkFailure(name, status)) return { ...empty, kind: 'unreachable' };
  const kind = status === undefined ? undefined : KIND_BY_STATUS[status];
  return kind ? { ...empty, kind, message: message ?? null, checks } : empty;
};
