import { TypingHint } from '../../../contracts/realtime';

/** Nobody is told when somebody's phone goes away in the middle of a word. */
const FORGOTTEN_MS = 10_000;

export interface Typists {
  /** As the socket said it; anything else is not heard. */
  hear: (payload: unknown) => void;
  /** Their message is here: that is what they were writing. */
  wrote: (conversationIds: readonly string[]) => void;
  isTyping: (conversationId: string) => boolean;
  subscribe: (listener: () => void) => () => void;
}

/** In which conversations the customer writes at this moment, as far as we know. Forgets it by itself. */
export const createTypists = (): Typists => {
  const ends = new Map<string, ReturnType<typeof setTimeout>>();
  const listeners = new Set<() => void>();
  const tell = (): void => listeners.forEach((listener) => listener());

  const forget = (conversationId: string): void => {
    clearTimeout(ends.get(conversationId));
    if (ends.delete(conversationId)) tell();
  };

  const begin = (conversationId: string): void => {
    const isNews = !ends.has(conversationId);
    clearTimeout(ends.get(conversationId));
    ends.set(
      conversationId,
      setTimeout(() => forget(conversationId), FORGOTTEN_MS),
    );
    if (isNews) tell();
  };

  return {
    hear: (payload) => {
      const { data: hint } = TypingHint.safeParse(payload);
      if (!hint) return;
      if (hint.isTyping) begin(hint.conversationId);
      else forget(hint.conversationId);
    },
    wrote: (conversationIds) => conversationIds.forEach(forget),
    isTyping: (conversationId) => ends.has(conversationId),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** One per tab, as its socket is. */
export const typists = createTypists();
