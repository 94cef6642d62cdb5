import { traceId } from '../kit/ids';
import { CATALOGUE } from './error-catalogue';

export interface GraphErrorOptions {
  code: number;
  /** Left out: what the catalogue says, else 400. */
  status?: number;
  /** Without the `(#code)` in front. */
  message?: string;
  /** `error_data.details`: the part that says what exactly is wrong. */
  details?: string;
  subcode?: number;
  type?: 'OAuthException' | 'GraphMethodException' | 'IGApiException';
  /** Messages of the Graph itself (tokens, unknown objects) carry no `(#code)`. */
  isBare?: boolean;
}

/** A refusal in Meta's words. */
export class GraphError extends Error {
  readonly code: number;
  readonly status: number;

  constructor(readonly options: GraphErrorOptions) {
    const known = CATALOGUE[options.code];
    const sentence = options.message ?? known?.message ?? 'An unknown error has occurred.';
    super(options.isBare ? sentence : `(#${options.code}) ${sentence}`);
    this.name = 'GraphError';
    this.code = options.code;
    this.status = options.status ?? known?.status ?? 400;
  }

  toBody(): { error: Record<string, unknown> } {
    const { details, subcode, type = 'OAuthException', code } = this.options;
    return {
      error: {
        message: this.message,
        type,
        code,
        ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        fbtrace_id: traceId(),
      },
    };
  }
}

/** How the same failure looks inside a `failed` status. */
export const webhookErrorOf = (code: number, details?: string): Record<string, unknown> => {
  const known = CATALOGUE[code];
  const title = known?.message ?? 'Something went wrong';
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? known?.details ?? title },
    href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
  };
};

export const unknownObject = (method: string, id: string): GraphError =>
  new GraphError({
    code: 100,
    subcode: 33,
    type: 'GraphMethodException',
    isBare: true,
    message: `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  });

export const missingParameter = (name: string): GraphError =>
  new GraphError({ code: 100, message: `The parameter ${name} is required.` });

export const wrongParameter = (message: string): GraphError => new GraphError({ code: 100, message });
