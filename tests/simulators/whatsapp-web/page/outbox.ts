import type { PageFrame } from '../protocol/frames';
import { toWire } from './models/message';
import type { MessageModel } from './models/message';

/** Messages that WhatsApp does not have yet. They are sent again by themselves, as the clock on them promises. */
export interface Outbox {
  push(message: MessageModel): void;
  settle(ser: string): void;
  sendAll(): void;
}

export const createOutbox = (tell: (frame: PageFrame) => void): Outbox => {
  const waiting = new Map<string, MessageModel>();
  const send = (message: MessageModel): void => {
    try {
      tell({ t: 'send', message: toWire(message) });
    } catch {
      // Not connected: it goes out with the next connection.
    }
  };
  return {
    push: (message) => {
      waiting.set(message.id._serialized, message);
      send(message);
    },
    settle: (ser) => void waiting.delete(ser),
    sendAll: () => waiting.forEach(send),
  };
};
