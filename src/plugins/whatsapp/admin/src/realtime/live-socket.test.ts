import { keepLive, renewalDelayMs } from './live-socket';

const socketDouble = () => {
  const listeners = new Map<string, (...args: unknown[]) => void>();
  return {
    active: true,
    connects: 0,
    isOpen: true,
    on(event: string, listener: (...args: unknown[]) => void) {
      listeners.set(event, listener);
    },
    connect() {
      this.connects += 1;
    },
    disconnect() {
      this.isOpen = false;
    },
    emit: (event: string, ...args: unknown[]) => listeners.get(event)?.(...args),
  };
};

const start = (renewToken: () => Promise<unknown>) => {
  const socket = socketDouble();
  const seen: (string | number)[] = [];
  const end = keepLive({
    socket,
    renewToken,
    onConnected: () => seen.push('connected'),
    onLost: () => seen.push('lost'),
    onHint: (cursor) => seen.push(cursor),
    random: () => 0.5,
  });
  return { socket, seen, end };
};

describe('the socket of hints', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('renews the token, then comes back, when the server closes it', async () => {
    const renewals: number[] = [];
    const { socket, seen } = start(() => Promise.resolve(renewals.push(socket.connects)));
    socket.emit('connect');
    socket.active = false;
    socket.emit('disconnect', 'io server disconnect');
    await jest.advanceTimersByTimeAsync(300);
    expect(seen).toEqual(['connected', 'lost']);
    expect(renewals).toEqual([1]);
    expect(socket.connects).toBe(2);
  });

  it('leaves a network failure to socket.io', async () => {
    const { socket } = start(() => Promise.resolve());
    socket.emit('disconnect', 'transport close');
    await jest.advanceTimersByTimeAsync(60_000);
    expect(socket.connects).toBe(1);
  });

  it('tries again, ever more seldom, while the token cannot be renewed', async () => {
    let tries = 0;
    const { socket } = start(() => {
      tries += 1;
      return Promise.reject(new Error('away'));
    });
    socket.active = false;
    socket.emit('connect_error', new Error('unauthorized'));
    await jest.advanceTimersByTimeAsync(250 + 500 + 1_000);
    expect(tries).toBe(3);
    expect(socket.connects).toBe(1);
  });

  it('passes hints on, and nothing that only looks like one', () => {
    const { socket, seen } = start(() => Promise.resolve());
    socket.emit('changed', { cursor: 12 });
    socket.emit('changed', { cursor: 'x' });
    socket.emit('changed');
    expect(seen).toEqual([12]);
  });

  it('does not come back after its end', async () => {
    const { socket, end } = start(() => Promise.resolve());
    socket.active = false;
    socket.emit('disconnect', 'io server disconnect');
    end();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(socket.connects).toBe(1);
    expect(socket.isOpen).toBe(false);
  });
});

describe('the delay before a renewal', () => {
  it('doubles, is spread, and ends at half a minute', () => {
    expect([0, 1, 2].map((attempt) => renewalDelayMs(attempt, () => 0.5))).toEqual([250, 500, 1_000]);
    expect(renewalDelayMs(40, () => 0)).toBe(15_000);
    expect(renewalDelayMs(40, () => 1)).toBe(45_000);
  });
});
