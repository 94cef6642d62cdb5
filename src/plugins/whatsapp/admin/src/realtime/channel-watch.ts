import { ChannelHint } from '../../../contracts/realtime';
import type { HintSocket } from './live-socket';

export interface ChannelWatch {
  /** From now on these, and no others. */
  show: (channelIds: readonly string[]) => void;
  /** The server forgets a lost socket's watches: they are asked for again. */
  resume: () => void;
}

/** Asks the server to tell of the channels on screen. What it refuses is simply not heard of: the page says why itself. */
export const createChannelWatch = (
  socket: Pick<HintSocket, 'on' | 'emit'>,
  onChanged: () => void,
): ChannelWatch => {
  let isOpen = false;
  let watched = new Set<string>();
  const say = (event: 'watch' | 'unwatch', channelIds: Iterable<string>): void => {
    if (!isOpen) return;
    for (const channelId of channelIds) socket.emit(event, { channelId });
  };

  socket.on('disconnect', () => {
    isOpen = false;
  });
  socket.on('channel-changed', (payload) => {
    const hint = ChannelHint.safeParse(payload);
    if (hint.success && watched.has(hint.data.channelId)) onChanged();
  });
  return {
    show: (channelIds) => {
      const next = new Set(channelIds);
      say(
        'unwatch',
        [...watched].filter((id) => !next.has(id)),
      );
      say(
        'watch',
        [...next].filter((id) => !watched.has(id)),
      );
      watched = next;
    },
    resume: () => {
      isOpen = true;
      say('watch', watched);
    },
  };
};
