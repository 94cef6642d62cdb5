import type { PendingMessage, PendingMessages, PendingProblem } from './pending-messages';

interface MessageSenderOptions {
  pending: PendingMessages;
  /** Hands one message to the server; null when it was accepted. */
  post: (message: PendingMessage) => Promise<PendingProblem | null>;
}

export interface MessageSender {
  /** New messages and retries alike. */
  send: (message: PendingMessage) => void;
  discard: (clientId: string) => void;
}

/**
 * Sends what is written, one after the other per conversation: a short second message must not overtake a long first
 * one on its way to the server. A failed one steps aside and does not hold up those behind it.
 */
export const createMessageSender = ({ pending, post }: MessageSenderOptions): MessageSender => {
  const lanes = new Map<string, Promise<void>>();

  const deliver = async (message: PendingMessage): Promise<void> => {
    const isStillWanted = pending.all().some(({ clientId }) => clientId === message.clientId);
    if (!isStillWanted) return;
    const problem = await post(message);
    if (problem) pending.fail(message.clientId, problem);
    else pending.remove(message.clientId);
  };

  return {
    send: (message) => {
      const { conversationId } = message;
      pending.put({ ...message, state: 'sending', problem: null });
      const lane = (lanes.get(conversationId) ?? Promise.resolve()).then(() => deliver(message));
      lanes.set(conversationId, lane);
      void lane.then(() => lanes.get(conversationId) === lane && lanes.delete(conversationId));
    },
    discard: pending.remove,
  };
};
