import { parseArgs } from 'node:util';
import { addControlRoutes } from './control/routes';
import { startGraphSimulator } from './simulator';

/** The simulator as a process of its own, for the demo: `main.js --port 4000 [--host 127.0.0.1] [--seed demo]`. */
const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4000' },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string', default: 'demo' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port ${values.port} is not a port`);
  const simulator = await startGraphSimulator({
    port,
    host: values.host,
    seed: values.seed,
    // The demo may be started again while its database remembers: chats from before are believed.
    settings: {
      trustsThePast: true,
      statuses: { sentAfterMs: 300, deliveredAfterMs: 500, readAfterMs: 1500 },
    },
    extend: addControlRoutes,
  });
  process.stdout.write(`Graph simulator: ${simulator.url}\n`);

  let isClosing = false;
  const stop = (): void => {
    if (isClosing) return;
    isClosing = true;
    simulator.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
};

run().catch((error: unknown) => {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = isTaken ? 'the port is taken' : error instanceof Error ? error.message : String(error);
  process.stderr.write(`The Graph simulator did not start: ${reason}\n`);
  process.exit(1);
});
