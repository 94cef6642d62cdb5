import type { SendCommand } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { ChannelAdapter } from '../adapters/adapter';
import type { Clock } from '../kit/clock';

/** So long a message is held; what has to wait longer waits where it is safe. */
const HOLD_MS = 1_000;
const BETWEEN_MS = 1_000;
/** About a quick typist, and nobody waits for a long text as long as it would take to type. */
const PER_CHARACTER_MS = 25;
const AT_MOST_MS = 6_000;
/** No two pauses are the same. */
const SPREAD = { from: 0.8, to: 1.4 };

/** A person looks for the file before they send it: as long as it takes to type so many characters. */
const FILE_LENGTH = 60;

/** How long what a person does for it takes, in characters typed. */
const lengthOf = ({ content }: SendCommand): number => {
  switch (content.type) {
    case 'text':
      return content.body.length;
    case 'image':
    case 'video':
    case 'document':
      return FILE_LENGTH + (content.caption?.length ?? 0);
    case 'audio':
    case 'location':
    case 'contacts':
      return FILE_LENGTH;
    case 'reaction':
      return 0;
  }
};

/**
 * How fast a person's phone sends: one message after the other, with a pause as long as typing takes. WhatsApp restricts
 * numbers on WhatsApp Web that write like a machine.
 */
export const createHumanPace = (clock: Clock, random: () => number = Math.random) => {
  const freeAt = new Map<string, number>();

  const pauseAfter = (command: SendCommand): number => {
    const typing = Math.min(AT_MOST_MS, BETWEEN_MS + lengthOf(command) * PER_CHARACTER_MS);
    return Math.round(typing * (SPREAD.from + random() * (SPREAD.to - SPREAD.from)));
  };

  return {
    /** Sends when it is the channel's time. Fails with `throttled` and the wait, having sent nothing, when that is not soon. */
    async paced<Result>(
      channelId: string,
      command: SendCommand,
      send: () => Promise<Result>,
    ): Promise<Result> {
      const now = clock.now();
      const waitMs = Math.max(0, (freeAt.get(channelId) ?? 0) - now);
      if (waitMs > HOLD_MS) {
        throw new WhatsAppError('throttled', 'WhatsApp Web sends at the pace of a person', {
          retryAfterMs: waitMs,
          scope: 'channel',
        });
      }
      freeAt.set(channelId, now + waitMs + pauseAfter(command));
      if (waitMs > 0) await clock.sleep(waitMs);
      return send();
    },
  };
};
export type HumanPace = ReturnType<typeof createHumanPace>;

/** The same adapter, at the pace of a person. */
export const humanlyPaced = (
  adapter: ChannelAdapter,
  pace: HumanPace,
  channelId: string,
): ChannelAdapter => ({
  ...adapter,
  send: (command) => pace.paced(channelId, command, () => adapter.send(command)),
});
