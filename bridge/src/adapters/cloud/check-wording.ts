import type { Check } from '../../../../src/plugins/whatsapp/contracts/channel';
import type { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';

const TRY_LATER =
  'Try again in a moment. If it lasts, check the connection of the server to graph.facebook.com.';

/** Our sentence, Meta's own words where they add something, and the code to search for. */
export const explain = (error: WhatsAppError): string => {
  const foreign = error.cause instanceof Error ? error.cause.message : '';
  const words = foreign && !error.message.includes(foreign) ? `: “${foreign}”` : '';
  const code = error.upstreamCode ? ` (${error.upstreamCode})` : '';
  return `${error.message}${words}${code}`;
};

/** No answer, or none that says anything about the credentials. */
const isPassing = ({ kind }: WhatsAppError): boolean =>
  kind === 'unreachable' || kind === 'unknown-outcome' || kind === 'throttled';

/** A check that failed, with the remedy that fits: patience, the error's own for the credentials, or this check's. */
export const failedWith = (id: Check['id'], error: WhatsAppError, remedy: string): Check => {
  if (isPassing(error)) {
    const message =
      error.kind === 'throttled'
        ? explain(error)
        : `Meta did not answer: ${error.upstreamCode ?? error.kind}`;
    return { id, result: 'failed', message, remedy: TRY_LATER };
  }
  return {
    id,
    result: 'failed',
    message: explain(error),
    remedy: (error.kind === 'session-lost' ? error.remedy : undefined) ?? remedy,
  };
};
