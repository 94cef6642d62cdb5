import type { PageFrame, Question, ServerFrame } from '../protocol/frames';

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** The one socket to WhatsApp's servers. */
export interface Link {
  connect(): void;
  /** As if the network had gone: whoever owns the link hears of it. */
  cut(): void;
  /** Nobody hears of it. */
  leave(): void;
  readonly isOpen: boolean;
  /** Neither open nor on its way. */
  readonly isIdle: boolean;
  /** Throws when there is no connection. */
  tell(frame: PageFrame): void;
  /** Rejects with the server's refusal, or when the connection goes before the answer came. */
  ask<Answer>(question: Question): Promise<Answer>;
}

export interface LinkEvents {
  onOpen: () => void;
  onFrame: (frame: ServerFrame) => void | Promise<void>;
  onLost: () => void;
}

const CLOSED = 'socket closed';

export const createLink = (url: string, { onOpen, onFrame, onLost }: LinkEvents): Link => {
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | null = null;
  let lastNumber = 0;

  const forgetQuestions = (): void => {
    waiting.forEach(({ reject }) => reject(new Error(CLOSED)));
    waiting.clear();
  };
  const settle = (frame: ServerFrame): boolean => {
    if (frame.t !== 'answer' && frame.t !== 'refusal') return false;
    const question = waiting.get(frame.n);
    waiting.delete(frame.n);
    if (frame.t === 'answer') question?.resolve(frame.value);
    else question?.reject(Object.assign(new Error(frame.message), { name: frame.name }));
    return true;
  };
  const receive = (frame: ServerFrame): void => {
    if (settle(frame)) return;
    Promise.resolve(onFrame(frame)).catch((error: unknown) =>
      console.error('A frame failed', frame.t, error),
    );
  };
  const tell = (frame: PageFrame): void => {
    if (socket?.readyState !== WebSocket.OPEN) throw new Error(CLOSED);
    socket.send(JSON.stringify(frame));
  };
  return {
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN;
    },
    get isIdle() {
      return socket === null || socket.readyState >= WebSocket.CLOSING;
    },
    connect: () => {
      const own = new WebSocket(url);
      socket = own;
      own.onopen = () => {
        if (socket === own) onOpen();
        else own.close();
      };
      own.onmessage = ({ data }) => {
        if (socket === own) receive(JSON.parse(String(data)) as ServerFrame);
      };
      own.onclose = () => {
        if (socket !== own) return;
        forgetQuestions();
        onLost();
      };
    },
    cut: () => socket?.close(),
    leave: () => {
      const old = socket;
      socket = null;
      old?.close();
      forgetQuestions();
    },
    tell,
    ask: <Answer>(question: Question) =>
      new Promise<Answer>((resolve, reject) => {
        lastNumber += 1;
        waiting.set(lastNumber, { resolve: (value) => resolve(value as Answer), reject });
        try {
          tell({ ...question, n: lastNumber });
        } catch (error) {
          waiting.delete(lastNumber);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      }),
  };
};
