import { ChangeHint } from '../../../contracts/inbox';

/** As much of socket.io's client as is used here. */
export interface HintSocket {
  /** False when the server closed or refused: then the client does not come back by itself. */
  readonly active: boolean;
  on: (event: string, listener: (...args: unknown[]) => void) => unknown;
  emit: (event: string, payload: unknown) => unknown;
  connect: () => unknown;
  disconnect: () => unknown;
}

interface LiveSocketOptions {
  socket: HintSocket;
  /** Makes sure that there is a fresh access token; rejects while there is no way to get one. */
  renewToken: () => Promise<unknown>;
  onConnected: () => void;
  onLost: () => void;
  onHint: (cursor: number) => void;
  random?: () => number;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/** Doubles up to half a minute, each time within ±50 %, so that a restarted server is not met by everybody at once. */
export const renewalDelayMs = (attempt: number, random: () => number): number =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt) * (0.5 + random());

/**
 * Keeps one socket of hints alive for as long as the session lives. The server closes the socket when the access
 * token expires; socket.io reconnects after a network failure by itself, but never after the server's own decision:
 * then the token is renewed first, and the socket opened again. Returns what ends it.
 */
export const keepLive = ({
  socket,
  renewToken,
  onConnected,
  onLost,
  onHint,
  random = Math.random,
}: LiveSocketOptions): (() => void) => {
  let attempt = 0;
  let ended = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const comeBack = (): void => {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        void renewToken().then(
          () => !ended && socket.connect(),
          // The server may be away as well as the session. In the latter case the panel leaves for its log-in page.
          () => !ended && comeBack(),
        );
      },
      renewalDelayMs(attempt++, random),
    );
  };

  const lost = (): void => {
    if (ended) return;
    onLost();
    if (!socket.active) comeBack();
  };

  socket.on('connect', () => {
    attempt = 0;
    onConnected();
  });
  socket.on('connect_error', lost);
  socket.on('disconnect', lost);
  socket.on('changed', (payload) => {
    const hint = ChangeHint.safeParse(payload);
    if (hint.success) onHint(hint.data.cursor);
  });
  socket.connect();

  return () => {
    ended = true;
    clearTimeout(timer);
    socket.disconnect();
  };
};
