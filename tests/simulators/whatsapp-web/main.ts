import { parseArgs } from 'node:util';
import fastify from 'fastify';
import { addControlRoutes } from './control/routes';
import { addPhonePage } from './control/phone-page';
import { startWhatsAppWebSimulator } from './simulator';

const portOf = (name: string, value: string): number => {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--${name} ${value} is not a port`);
  return port;
};

/**
 * The simulator as a process of its own, for the demo: `main.js --port 4443 --control-port 4001`. Prints where it is; the
 * flags for Chromium are at `/_control/chromium-args`.
 */
const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4443' },
      'control-port': { type: 'string', default: '4001' },
    },
  });
  const simulator = await startWhatsAppWebSimulator({ port: portOf('port', values.port) });
  const control = fastify({ forceCloseConnections: true });
  addControlRoutes(control, simulator);
  addPhonePage(control, simulator);
  const url = await control.listen({
    port: portOf('control-port', values['control-port']),
    host: '127.0.0.1',
  });
  process.stdout.write(`WhatsApp Web simulator: https://127.0.0.1:${simulator.port}, phone: ${url}/phone\n`);

  let isClosing = false;
  const stop = (): void => {
    if (isClosing) return;
    isClosing = true;
    Promise.all([simulator.close(), control.close()]).then(
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
  process.stderr.write(`The WhatsApp Web simulator did not start: ${reason}\n`);
  process.exit(1);
});
