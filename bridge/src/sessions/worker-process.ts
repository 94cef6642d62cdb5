import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { z } from 'zod';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { WebTyping } from '../../../src/plugins/whatsapp/contracts/web-session';
import { within } from '../kit/within';
import { Answers, FromWorker, type Ask, type ToWorker, type WorkerSetup } from './wire';

export interface WorkerProcessOptions {
  setup: WorkerSetup;
  /** All that it gets of this process's environment. */
  environment: Record<string, string>;
  /** For Node, in front of the program. */
  execArgv: readonly string[];
  onState(message: Extract<FromWorker, { type: 'state' }>): void;
  onCode(message: Extract<FromWorker, { type: 'code' }>): void;
  onSpooled(channelId: string): void;
  onCopied(): void;
  onTyping(typing: WebTyping): void;
  onExit(): void;
}

const END_WITHIN_MS = 35_000;

/** A question to a dead process: what was to be sent may be on its way, anything else simply did not happen. */
const goneError = (ask: Ask): WhatsAppError =>
  ask.what === 'send'
    ? new WhatsAppError('unknown-outcome', 'The session ended while the message was being sent')
    : new WhatsAppError('unreachable', 'The process of this session has ended');

/** The bridge's end of a worker. */
export const startWorkerProcess = (options: WorkerProcessOptions) => {
  const { setup, environment, execArgv } = options;
  const program = path.join(__dirname, `worker${path.extname(__filename)}`);
  const child: ChildProcess = fork(program, [], {
    env: environment,
    execArgv: [...execArgv],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const questions = new Map<
    number,
    { resolve(value: unknown): void; reject(error: Error): void; ask: Ask }
  >();
  let nextId = 0;
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      hasEnded = true;
      for (const { reject, ask } of questions.values()) reject(goneError(ask));
      questions.clear();
      resolve();
      options.onExit();
    });
  });

  const settle = (
    id: number,
    how: (question: { resolve(value: unknown): void; reject(error: Error): void }) => void,
  ) => {
    const question = questions.get(id);
    questions.delete(id);
    if (question) how(question);
  };

  child.on('message', (message) => {
    const { data } = FromWorker.safeParse(message);
    switch (data?.type) {
      case 'state':
        return options.onState(data);
      case 'code':
        return options.onCode(data);
      case 'spooled':
        return options.onSpooled(data.channelId);
      case 'copied':
        return options.onCopied();
      case 'typing':
        return options.onTyping(data.typing);
      case 'answer':
        return settle(data.id, ({ resolve }) => resolve(data.value));
      case 'refusal':
        return settle(data.id, ({ reject }) => reject(WhatsAppError.fromReport(data.error)));
      case undefined:
        return; // of another version than ours: it was none of ours to begin with
    }
  });
  child.on('error', () => undefined); // a process that did not start also exits

  const tell = (message: ToWorker): void => {
    if (child.connected) child.send(message, () => undefined);
  };

  const ask = (channelId: string, question: Ask): Promise<unknown> => {
    if (hasEnded || !child.connected)
      return Promise.reject(new WhatsAppError('unreachable', 'The process of this session has ended'));
    nextId += 1;
    const id = nextId;
    return new Promise((resolve, reject) => {
      questions.set(id, { resolve, reject, ask: question });
      tell({ type: 'ask', id, channelId, ask: question });
    });
  };

  tell({ type: 'setup', setup });

  return {
    pid: child.pid,
    tell,
    ask,
    /** The same, with an answer that is looked at. */
    async askFor<What extends keyof typeof Answers>(
      channelId: string,
      question: Ask & { what: What },
    ): Promise<z.infer<(typeof Answers)[What]>> {
      const schema: z.ZodType = Answers[question.what];
      return schema.parse(await ask(channelId, question)) as z.infer<(typeof Answers)[What]>;
    },
    /** Ends it with grace, and after a while without. */
    async end(): Promise<void> {
      tell({ type: 'end' });
      await within(ended, END_WITHIN_MS, () => new Error('A worker did not end')).catch(() => {
        child.kill('SIGKILL');
        return ended;
      });
    },
  };
};
export type WorkerProcess = ReturnType<typeof startWorkerProcess>;
