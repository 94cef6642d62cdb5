import { createBridge, type Bridge } from './bridge';
import { ConfigFault, readConfig, type BridgeConfig } from './config';
import { systemClock } from './kit/clock';
import { createLogger, type Logger } from './kit/logger';

/** Within this the process is gone, whatever still hangs: whoever started it counts on it. */
const STOP_WITHIN_MS = 9_000;

/** For what keeps the bridge from starting: one clear line, and no stack, because nothing is broken. */
const refuseToStart = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const readConfigOrExit = (): BridgeConfig => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigFault) return refuseToStart(error.message);
    throw error;
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const startOrExit = async (bridge: Bridge, { host, port }: BridgeConfig): Promise<string> => {
  try {
    return await bridge.start();
  } catch (error) {
    const code = codeOf(error);
    const reason =
      code === 'EADDRINUSE' ? 'is already in use' : `cannot be used (${code ?? 'unknown error'})`;
    return refuseToStart(`The bridge cannot start: port ${port} on ${host} ${reason}`);
  }
};

const stopOnSignal = (bridge: Bridge, logger: Logger): void => {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(0); // asked twice: at once
    isStopping = true;
    logger.info({ signal }, 'Stopping: no new requests, finishing those in flight');
    setTimeout(() => {
      logger.warn('Not everything finished in time');
      process.exit(0);
    }, STOP_WITHIN_MS).unref();
    bridge.stop().then(
      () => {
        logger.info('Stopped');
        process.exit(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'Stopping met a fault');
        process.exit(0);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
};

const main = async (): Promise<void> => {
  const config = readConfigOrExit();
  const logger = createLogger(config.logLevel);
  // A fault in one request must not take the others with it: nothing is lost by living on, as nothing is kept here.
  process.on('unhandledRejection', (error) =>
    logger.error({ err: error }, 'A promise failed and nobody looked'),
  );
  process.on('uncaughtException', (error) => logger.error({ err: error }, 'An error was caught by nobody'));

  const bridge = createBridge(config, { clock: systemClock, logger });
  stopOnSignal(bridge, logger);
  const address = await startOrExit(bridge, config);
  logger.info({ address, strapi: config.strapiUrl, graph: config.graphVersion }, 'The bridge listens');
};

void main();
