import type { Socket } from 'socket.io';
import type { Right } from '../../../contracts/rights';
import { addMs, clock, DAY_MS } from '../kit/clock';
import { createAudience } from './audience';
import type { Listener } from './authenticate';
import { channelRoom, tenantRoom } from './rooms';

const socketDouble = () => {
  const rooms = new Set<string>();
  const left: (() => void)[] = [];
  const double = {
    rooms,
    isOpen: true,
    join: (room: string) => rooms.add(room),
    leave: (room: string) => rooms.delete(room),
    on: (_event: string, listener: () => void) => left.push(listener),
    disconnect: () => {
      double.isOpen = false;
      left.forEach((listener) => listener());
    },
  };
  return double;
};
const asSocket = (double: ReturnType<typeof socketDouble>) => double as unknown as Socket;

const listenerOf = (
  adminUserId: number,
  more: { tenantId?: number; rights?: Right[]; leftMs?: number } = {},
): Listener => ({
  adminUserId,
  member: {
    id: adminUserId,
    documentId: 'member',
    tenantId: more.tenantId ?? 1,
    role: 'owner',
    kind: 'admin',
    name: 'Olga Owner',
    email: null,
    credentialId: adminUserId,
    expiresAt: null,
    rights: more.rights ?? ['read', 'channels'],
  },
  expiresAt: addMs(clock.now(), more.leftMs ?? DAY_MS),
});

describe('the audience', () => {
  let known: Map<string, Listener | Error>;
  let asked: string[];
  let troubles: unknown[];
  beforeEach(() => {
    jest.useFakeTimers();
    known = new Map();
    asked = [];
    troubles = [];
  });
  afterEach(() => jest.useRealTimers());

  const open = () =>
    createAudience({
      authenticate: async (token) => {
        asked.push(String(token));
        const answer = known.get(String(token)) ?? null;
        return answer instanceof Error ? Promise.reject(answer) : answer;
      },
      onTrouble: (error) => troubles.push(error),
    });
  const seat = (audience: ReturnType<typeof open>, token: string, listener: Listener) => {
    const socket = socketDouble();
    known.set(token, listener);
    audience.admit(asSocket(socket), token, listener);
    return socket;
  };

  it('hears of the own company from the moment of coming in', () => {
    expect([...seat(open(), 'olga', listenerOf(1)).rooms]).toEqual([tenantRoom(1)]);
  });

  it('is sent out when it is known no longer, or works for another company, and nobody else is', async () => {
    const audience = open();
    const [gone, moved, stays] = [1, 2, 3].map((id) => seat(audience, String(id), listenerOf(id)));
    known.delete('1');
    known.set('2', listenerOf(2, { tenantId: 9 }));
    await audience.recheckAll();
    expect([gone, moved, stays].map((socket) => socket?.isOpen)).toEqual([false, false, true]);
  });

  it('is asked once for all screens of one log-in, and only whom it concerns', async () => {
    const audience = open();
    for (const token of ['olga', 'olga', 'otto']) seat(audience, token, listenerOf(token === 'olga' ? 1 : 2));
    await audience.recheckAll(({ adminUserId }) => adminUserId === 1);
    expect(asked).toEqual(['olga']);
  });

  it('leaves the channels with the right to manage them', async () => {
    const audience = open();
    const socket = seat(audience, 'olga', listenerOf(1));
    socket.join(channelRoom('one'));
    known.set('olga', listenerOf(1, { rights: ['read'] }));
    await audience.recheckAll();
    expect([...socket.rooms]).toEqual([tenantRoom(1)]);
    expect(socket.isOpen).toBe(true);
  });

  it('stays when it cannot be checked, and does not keep others from it', async () => {
    const audience = open();
    const [first, second] = [seat(audience, 'a', listenerOf(1)), seat(audience, 'b', listenerOf(2))];
    known.set('a', new Error('the database is away'));
    known.delete('b');
    await audience.recheckAll();
    expect([first.isOpen, second.isOpen, troubles.length]).toEqual([true, false, 1]);
  });

  it('ends in time, later when its time was made longer', async () => {
    const audience = open();
    const [short, long] = ['a', 'b'].map((token) => seat(audience, token, listenerOf(1, { leftMs: 5_000 })));
    known.set('a', listenerOf(1, { leftMs: 5_000 }));
    known.set('b', listenerOf(1, { leftMs: 60_000 }));
    await audience.recheckAll();
    await jest.advanceTimersByTimeAsync(5_001);
    expect([short?.isOpen, long?.isOpen]).toEqual([false, true]);
  });

  it('with a month to go is not sent out at once', async () => {
    const socket = seat(open(), 'olga', listenerOf(1, { leftMs: 40 * DAY_MS }));
    await jest.advanceTimersByTimeAsync(DAY_MS);
    expect(socket.isOpen).toBe(true);
  });

  it('is nobody once the socket is closed', async () => {
    const audience = open();
    const socket = seat(audience, 'olga', listenerOf(1));
    socket.disconnect();
    expect(await audience.recheck(asSocket(socket))).toBeNull();
    expect(asked).toEqual([]);
  });
});
