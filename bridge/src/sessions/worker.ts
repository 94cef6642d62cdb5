import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { systemClock } from '../kit/clock';
import { createLogger, type Logger } from '../kit/logger';
import { ToWorker, type FromWorker } from './wire';
import { createWorkerSessions, type WorkerSessions } from './worker-sessions';

/**
 * A process of its own for a few sessions: what the library lets escape, or what kills a process, touches only these.
 * It hears and speaks only to the bridge that made it, and ends with it.
 */

const END_WITHIN_MS = 30_000;

let logger: Logger = createLogger('info');
let sessions: WorkerSessions | undefined;

const tell = (message: FromWorker): void => {
  if (process.connected) process.send?.(message, () => undefined); // the bridge may go in this moment
};

const reportOf = (error: unknown) => {
  if (error instanceof WhatsAppError) return error.toReport();
  logger.error({ err: error }, 'A session failed in a way that nobody foresaw');
  return new WhatsAppError('internal', 'The session failed').toReport();
};

const end = async (): Promise<void> => {
  setTimeout(() => process.exit(1), END_WITHIN_MS).unref();
  await sessions?.end();
  process.exit(0);
};

const requireSessions = (): WorkerSessions => {
  if (!sessions) throw new WhatsAppError('internal', 'A worker was asked before it was set up');
  return sessions;
};

const hear = (message: ToWorker): void => {
  switch (message.type) {
    case 'setup':
      logger = createLogger(message.setup.logLevel);
      sessions = createWorkerSessions(message.setup, { clock: systemClock, logger, tell });
      return;
    case 'start':
      return requireSessions().start(message.channelId, message.fence, message.settings);
    case 'ask': {
      const { id } = message;
      requireSessions()
        .ask(message.channelId, message.ask)
        .then((value) => tell({ type: 'answer', id, value }))
        .catch((error: unknown) => tell({ type: 'refusal', id, error: reportOf(error) }));
      return;
    }
    case 'end':
      return void end();
  }
};

// The library lets failures of its page escape. None of them may end the other sessions; the watch over each session
// finds out by itself what has become of it.
process.on('unhandledRejection', (error) => logger.warn({ err: error }, 'A failure escaped from a session'));
process.on('uncaughtException', (error) => logger.error({ err: error }, 'An error escaped from a session'));
process.on('SIGTERM', () => undefined); // the bridge says when to end; a signal to the whole group would come first
process.on('SIGINT', () => undefined);
process.on('disconnect', () => void end());
process.on('message', (message) => {
  const parsed = ToWorker.safeParse(message);
  if (parsed.success) hear(parsed.data);
  else logger.error({ problem: parsed.error.issues[0]?.path.join('.') }, 'The bridge said something else');
});
