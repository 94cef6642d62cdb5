import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Credentials, PageFrame, Question, ServerFrame, Stanza } from '../protocol/frames';
import type { WhatsAppWebSimulator } from '../simulator';

/** A page without a browser: says what it is told to say, and remembers what it heard. */
export interface BarePage {
  readonly heard: readonly ServerFrame[];
  readonly stanzas: Stanza[];
  tell(frame: PageFrame | Record<string, unknown>): void;
  /** Resolves to the answer or the refusal. */
  ask(question: Question | Record<string, unknown>): Promise<ServerFrame>;
  /** The first frame of this kind that comes, or came. */
  next<Kind extends ServerFrame['t']>(kind: Kind): Promise<Extract<ServerFrame, { t: Kind }>>;
  /** When the other side has ended it. */
  readonly closed: Promise<boolean>;
  close(): void;
}

export const openBarePage = async ({ port }: WhatsAppWebSimulator): Promise<BarePage> => {
  const socket = new WebSocket(`wss://127.0.0.1:${port}/ws/chat`, { rejectUnauthorized: false });
  const heard: ServerFrame[] = [];
  const listeners = new Set<() => void>();
  const closed = once(socket, 'close').then(() => true);
  socket.on('message', (bytes: Buffer) => {
    heard.push(JSON.parse(bytes.toString('utf8')) as ServerFrame);
    listeners.forEach((listener) => listener());
  });
  await once(socket, 'open');
  const find = <Found extends ServerFrame>(fits: (frame: ServerFrame) => frame is Found): Promise<Found> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = heard.find(fits);
        if (!found) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  let lastNumber = 0;
  const tell = (frame: object): void => socket.send(JSON.stringify(frame));
  return {
    heard,
    get stanzas() {
      return heard.flatMap((frame) => (frame.t === 'stanza' ? frame.stanza : []));
    },
    tell,
    ask: (question) => {
      lastNumber += 1;
      const n = lastNumber;
      tell({ ...question, n });
      return find(
        (frame): frame is ServerFrame => (frame.t === 'answer' || frame.t === 'refusal') && frame.n === n,
      );
    },
    next: <Kind extends ServerFrame['t']>(kind: Kind) =>
      find((frame): frame is Extract<ServerFrame, { t: Kind }> => frame.t === kind),
    closed,
    close: () => socket.terminate(),
  };
};

const greet = (credentials: Credentials | null) => ({
  t: 'hello',
  credentials,
  version: '2.3000.1',
  deviceName: 'Bare',
});

/** Shows a code, is scanned, and comes back as a linked device that has taken what waited. */
export const linkBarePage = async (
  simulator: WhatsAppWebSimulator,
  owner: string,
): Promise<{ page: BarePage; credentials: Credentials }> => {
  const stranger = await openBarePage(simulator);
  stranger.tell(greet(null));
  const { ref } = await stranger.next('ref');
  simulator.scan([ref, 'noise', 'identity', 'secret', '1'].join(','), owner);
  const { credentials } = await stranger.next('paired');
  stranger.close();
  return { page: await comeBack(simulator, credentials), credentials };
};

export const comeBack = async (
  simulator: WhatsAppWebSimulator,
  credentials: Credentials,
): Promise<BarePage> => {
  const page = await openBarePage(simulator);
  page.tell(greet(credentials));
  await page.next('success');
  page.tell({ t: 'ready-for-offline' });
  await page.next('offline-done');
  return page;
};
