/** WhatsApp shows it for longer than this: it is said again before it ends. */
const AGAIN_MS = 4_000;
/** Somebody who only thinks does not type any more. */
const IDLE_MS = 5_000;

export interface TypingVoice {
  /** What stands in the field changed. */
  typed: (body: string) => void;
  /** The message itself tells the customer that we have stopped. */
  sent: () => void;
  /** The field is left. */
  stop: () => void;
}

/** Lets the customer know that somebody types: seldom enough not to be a burden, and until they stop. */
export const createTypingVoice = (say: (isTyping: boolean) => void): TypingVoice => {
  let saidAt: number | null = null;
  let idle: ReturnType<typeof setTimeout> | undefined;

  const sent = (): void => {
    clearTimeout(idle);
    saidAt = null;
  };
  const stop = (): void => {
    const wasTyping = saidAt !== null;
    sent();
    if (wasTyping) say(false);
  };

  return {
    typed: (body) => {
      if (body.trim() === '') return stop();
      clearTimeout(idle);
      idle = setTimeout(stop, IDLE_MS);
      if (saidAt !== null && Date.now() - saidAt < AGAIN_MS) return undefined;
      saidAt = Date.now();
      return say(true);
    },
    sent,
    stop,
  };
};
