import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { ChangeHint } from '../../src/plugins/whatsapp/contracts/inbox';
import { ChannelHint, TypingHint, WatchAnswer } from '../../src/plugins/whatsapp/contracts/realtime';
import type { Installation } from './installation';

/** A screen's socket, opened as the panel opens it. Close it with `closeSockets`. */
export interface InboxSocket {
  /** Every hint that came, in order. */
  hints: ChangeHint[];
  /** The channels of every hint at a channel, in order. */
  channels: string[];
  /** Who was said to type, in order. */
  typing: TypingHint[];
  /** Everything that came under any other name. */
  others: unknown[];
  isConnected(): boolean;
  emit(name: string, ...payload: unknown[]): void;
  /** Sends it and waits for the acknowledgement. */
  ask(name: 'watch' | 'unwatch', ...payload: unknown[]): Promise<WatchAnswer>;
  /** Resolves to the reason when the server ends it. */
  ended: Promise<string>;
}

const opened: Socket[] = [];
const ACKNOWLEDGED_MS = 10_000;

const connect = ({ strapiUrl }: Installation, token: unknown): Socket => {
  const socket = io(strapiUrl, {
    path: '/whatsapp/socket',
    auth: token === undefined ? {} : { token },
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
  });
  opened.push(socket);
  return socket;
};

/** Resolves to the reason of the refusal, or to null when the socket was let in. */
export const refusalOf = (installation: Installation, token: unknown): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect(installation, token);
    socket.once('connect', () => resolve(null));
    socket.once('connect_error', (error) => resolve(error.message));
  });

export const openSocket = (installation: Installation, token: string | null): Promise<InboxSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect(installation, token);
    const screen: InboxSocket = {
      hints: [],
      channels: [],
      typing: [],
      others: [],
      isConnected: () => socket.connected,
      emit: (name, ...payload) => {
        socket.emit(name, ...payload);
      },
      ask: async (name, ...payload) =>
        WatchAnswer.parse(await socket.timeout(ACKNOWLEDGED_MS).emitWithAck(name, ...payload)),
      ended: new Promise((end) => {
        socket.once('disconnect', end);
      }),
    };
    socket.onAny((name: string, payload: unknown) => {
      if (name === 'changed') screen.hints.push(ChangeHint.strict().parse(payload));
      else if (name === 'channel-changed')
        screen.channels.push(ChannelHint.strict().parse(payload).channelId);
      else if (name === 'typing') screen.typing.push(TypingHint.strict().parse(payload));
      else screen.others.push([name, payload]);
    });
    socket.once('connect', () => resolve(screen));
    socket.once('connect_error', reject);
  });

export const closeSockets = (): void => {
  opened.splice(0).forEach((socket) => socket.disconnect());
};
