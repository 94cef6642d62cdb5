import { acceptMessage, markAsRead } from '../../messages/accept';
import type { Limits } from '../../messages/limits';
import { requireScope } from '../auth';
import type { Route } from '../call';
import { phoneOf } from './phone';

/** `POST /{phone}/messages`: sends, or marks as read. */
export const postMessage =
  (limits: Limits): Route =>
  (call) => {
    requireScope(call, 'whatsapp_business_messaging');
    const number = phoneOf(call);
    const { world, body } = call;
    if ('status' in body) return { body: markAsRead(world, number, body) };
    const { message, fate, answer } = acceptMessage(world, limits, {
      number,
      body,
      warn: (warning) => call.warn(warning),
    });
    const begin = (failLaterWith: number | null): void => {
      world.ledger.addAccepted(message);
      world.onAccepted.forEach((tell) => tell(message));
      world.statuses.begin(
        message,
        failLaterWith === null ? fate : { outcome: 'failed', code: failLaterWith },
      );
    };
    return { body: answer, accepted: { message, begin } };
  };
