import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/**
 * `pass`: hands everything on · `refuse`: closes every new connection at once · `hold`: takes connections and answers
 * nothing · `cut-response`: hands the request on and cuts the line when the answer comes, so that the work is done and
 * nobody knows.
 */
export type ProxyMode = 'pass' | 'refuse' | 'hold' | 'cut-response';

export interface FaultyProxy {
  url: string;
  port: number;
  set(mode: ProxyMode): void;
  /** Milliseconds that every answer is held back. */
  delay(ms: number): void;
  /** Cuts all lines that are open now. */
  cut(): void;
  /** From now on new connections go to these in turn, as a balancer shares them out. */
  share(ports: readonly number[]): void;
  /** How many connections it has seen. */
  connections(): number;
  close(): Promise<void>;
}

/** Stands between two processes on loopback and fails on demand. */
export const startFaultyProxy = async (targetPort: number): Promise<FaultyProxy> => {
  const open = new Set<Socket>();
  let mode: ProxyMode = 'pass';
  let delayMs = 0;
  let seen = 0;
  let targets: readonly number[] = [targetPort];

  const track = (socket: Socket): Socket => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', () => socket.destroy()); // a line that breaks is what this is for
    return socket;
  };

  const handOn = (client: Socket): void => {
    const target = track(connect(targets[seen % targets.length] ?? targetPort, '127.0.0.1'));
    client.pipe(target);
    target.on('data', (chunk) => {
      if (mode === 'cut-response') {
        client.resetAndDestroy();
        target.destroy();
        return;
      }
      setTimeout(() => client.write(chunk), delayMs);
    });
    target.once('end', () => setTimeout(() => client.end(), delayMs));
    target.once('close', () => setTimeout(() => client.destroy(), delayMs));
    client.once('close', () => target.destroy());
  };

  const server = createServer((client) => {
    seen += 1;
    track(client);
    if (mode === 'refuse') client.resetAndDestroy();
    if (mode === 'pass' || mode === 'cut-response') handOn(client);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cut = (): void => open.forEach((socket) => socket.destroy());

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    set: (next) => {
      mode = next;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    cut,
    share: (ports) => {
      targets = ports;
    },
    connections: () => seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
};
