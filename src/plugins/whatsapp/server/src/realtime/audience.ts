import type { Socket } from 'socket.io';
import { clock } from '../kit/clock';
import type { Listener } from './authenticate';
import { channelRoomsOf, tenantRoom } from './rooms';

/** The longest that a timer of Node can wait; a longer one would go off at once. Until then it is checked many times. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Seat {
  token: string;
  listener: Listener;
  expiry: NodeJS.Timeout;
}

export interface Audience {
  admit(socket: Socket, token: string, listener: Listener): void;
  /** Asks again who this is, as if they came in now; null when they may stay no longer, and then they are out. */
  recheck(socket: Socket): Promise<Listener | null>;
  /** The same for all of these, each person's token once. */
  recheckAll(who?: (listener: Listener) => boolean): Promise<void>;
  dismiss(who: (listener: Listener) => boolean): void;
  /** The sockets of these. */
  of(who: (listener: Listener) => boolean): Socket[];
  /** The companies of those who listen, each once. */
  tenantIds(): number[];
}

/** Who listens at present, each no longer than what let them in: their session, their rights, their membership. */
export const createAudience = ({
  authenticate,
  onTrouble,
}: {
  authenticate: (token: unknown) => Promise<Listener | null>;
  /** Somebody could not be checked. They stay: the next check comes soon, and their token ends anyway. */
  onTrouble: (error: unknown) => void;
}): Audience => {
  const seats = new Map<Socket, Seat>();

  const timeUntilEnd = (socket: Socket, { expiresAt }: Listener): NodeJS.Timeout => {
    const leftMs = expiresAt.getTime() - clock.now().getTime();
    return setTimeout(() => socket.disconnect(true), Math.min(Math.max(0, leftMs), LONGEST_TIMER_MS));
  };

  /** What was found out anew holds from now on. */
  const renew = (socket: Socket, seat: Seat, now: Listener | null): Listener | null => {
    if (!now || now.member.tenantId !== seat.listener.member.tenantId) {
      socket.disconnect(true);
      return null;
    }
    seat.listener = now;
    clearTimeout(seat.expiry);
    seat.expiry = timeUntilEnd(socket, now);
    if (!now.member.rights.includes('channels')) {
      for (const room of channelRoomsOf(socket)) void socket.leave(room);
    }
    return now;
  };

  return {
    admit(socket, token, listener) {
      const seat: Seat = { token, listener, expiry: timeUntilEnd(socket, listener) };
      seats.set(socket, seat);
      void socket.join(tenantRoom(listener.member.tenantId));
      socket.on('disconnect', () => {
        clearTimeout(seat.expiry);
        seats.delete(socket);
      });
    },

    async recheck(socket) {
      const seat = seats.get(socket);
      const now = seat ? await authenticate(seat.token) : null;
      return seat && seats.has(socket) ? renew(socket, seat, now) : null;
    },

    async recheckAll(who = () => true) {
      const answers = new Map<string, Promise<Listener | null>>();
      for (const [socket, seat] of [...seats].filter(([, { listener }]) => who(listener))) {
        const asked = answers.get(seat.token) ?? authenticate(seat.token);
        answers.set(seat.token, asked);
        try {
          const now = await asked;
          if (seats.has(socket)) renew(socket, seat, now);
        } catch (error) {
          onTrouble(error);
        }
      }
    },

    dismiss(who) {
      for (const [socket, { listener }] of [...seats]) if (who(listener)) socket.disconnect(true);
    },

    of: (who) => [...seats].flatMap(([socket, { listener }]) => (who(listener) ? [socket] : [])),

    tenantIds: () => [...new Set([...seats.values()].map(({ listener }) => listener.member.tenantId))],
  };
};
