import { z } from 'zod';
import type { Clock } from '../../kit/clock';
import type { EngineSignal } from './engine';
import { isGroup, isNoChat, Wid } from './message-id';
import type { People } from './people';

interface TypingOptions {
  people: Pick<People, 'addressesOf'>;
  clock: Clock;
  signal(signal: EngineSignal): void;
}

const WRITING = new Set(['typing', 'recording_audio']);

/** The page says it again and again: once in this time is enough to keep it shown. */
const AGAIN_MS = 5_000;
/** More people than write at once; the oldest is forgotten, and at worst their end is not told. */
const REMEMBERED = 200;

/**
 * Who writes to us at this moment, out of all that WhatsApp tells of people's presence. Nobody who merely comes online or
 * leaves is told of.
 */
export const createTyping = ({ people, clock, signal }: TypingOptions) => {
  const writing = new Map<string, number>();

  const tell = async (wid: string, isTyping: boolean): Promise<void> => {
    const from = await people.addressesOf(wid);
    if (from) signal({ type: 'typing', from, isTyping });
  };

  const begin = (wid: string): Promise<void> | undefined => {
    const saidAt = writing.get(wid);
    if (saidAt !== undefined && clock.now() - saidAt < AGAIN_MS) return undefined;
    const [oldest] = writing.keys();
    if (oldest !== undefined && writing.size >= REMEMBERED) writing.delete(oldest);
    writing.set(wid, clock.now());
    return tell(wid, true);
  };

  return {
    /** As the page said it. */
    async hear(chatId: unknown, state: unknown): Promise<void> {
      const { data: wid } = Wid.safeParse(chatId);
      const { data: word } = z.string().safeParse(state);
      if (!wid || isGroup(wid) || isNoChat(wid)) return;
      if (word !== undefined && WRITING.has(word)) await begin(wid);
      else if (writing.delete(wid)) await tell(wid, false);
    },
  };
};
