import type { ErrorReport } from '../../../contracts/errors';
import type { MessageFailure } from '../../../contracts/inbox';

/** Why a message was not delivered, in the form in which it is kept beside it and shown to people. */
export const failureOf = ({ upstreamCode, message, remedy }: ErrorReport): MessageFailure => ({
  code: upstreamCode ?? null,
  reason: message,
  remedy: remedy ?? null,
});
