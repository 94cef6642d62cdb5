import type { WireMessage } from '../protocol/message';
import type { PageFrame } from '../protocol/frames';

/** A message that WhatsApp took from a linked device. */
export interface SentMessage {
  readonly account: string;
  readonly device: string;
  readonly message: WireMessage;
  /** How often the page sent it: more than once is the page's own way after a lost connection. */
  times: number;
}

/** Anything else that a page asked for. */
export interface PageAct {
  readonly account: string | null;
  readonly frame: PageFrame;
}

/** What arrived. Answers "was it sent exactly once?". */
export interface Ledger {
  readonly sent: readonly SentMessage[];
  readonly acts: readonly PageAct[];
  /** What a page said that no page may say. */
  readonly refused: readonly string[];
  sentTo(chat: string): WireMessage[];
  /** How many different messages with this text there are. */
  countOf(text: string): number;
  /** Texts that one chat got in more than one message. */
  doubled(): { chat: string; text: string; count: number }[];
  actsOf<Kind extends PageFrame['t']>(kind: Kind): Extract<PageFrame, { t: Kind }>[];
  /** Tells whether it is new. */
  addSent(account: string, device: string, message: WireMessage): boolean;
  addAct(account: string | null, frame: PageFrame): void;
  addRefused(reason: string): void;
}

const textOf = ({ body, caption }: WireMessage): string => body ?? caption ?? '';

export const createLedger = (): Ledger => {
  const sent: SentMessage[] = [];
  const acts: PageAct[] = [];
  const refused: string[] = [];
  const bySer = new Map<string, SentMessage>();
  return {
    sent,
    acts,
    refused,
    sentTo: (chat) => sent.map(({ message }) => message).filter((message) => message.chat === chat),
    countOf: (text) => sent.filter(({ message }) => textOf(message) === text).length,
    doubled: () => {
      const counts = new Map<string, { chat: string; text: string; count: number }>();
      for (const { message } of sent) {
        const text = textOf(message);
        const key = JSON.stringify([message.chat, text]);
        const count = (counts.get(key)?.count ?? 0) + 1;
        if (text !== '') counts.set(key, { chat: message.chat, text, count });
      }
      return [...counts.values()].filter(({ count }) => count > 1);
    },
    actsOf: (kind) =>
      acts
        .map(({ frame }) => frame)
        .filter((frame): frame is Extract<PageFrame, { t: typeof kind }> => frame.t === kind),
    addSent: (account, device, message) => {
      const key = `${account} ${message.ser}`;
      const known = bySer.get(key);
      if (known) {
        known.times += 1;
        return false;
      }
      const entry = { account, device, message, times: 1 };
      bySer.set(key, entry);
      sent.push(entry);
      return true;
    },
    addAct: (account, frame) => {
      // One for each thing that happened: nobody asks for them, and they would be most of all.
      if (frame.t === 'got') return;
      acts.push({ account, frame: frame.t === 'hello' ? { ...frame, credentials: null } : frame });
    },
    addRefused: (reason) => void refused.push(reason),
  };
};
