import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import {
  BRIDGE_SECRET,
  commitAll,
  startPluginStandin,
  WEBHOOK_KEY,
  type PluginStandin,
} from '../test/fake/plugin-standin';
import { eventually } from '../test/support/eventually';
import { metaSignature } from '../test/support/running-bridge';

const HOOK = path.resolve(__dirname, '../test/support/require-typescript.js');
const TROUBLE = path.resolve(__dirname, '../test/fake/trouble.js');
const MAIN = path.resolve(__dirname, 'main.ts');

interface Started {
  child: ChildProcess;
  output(): string;
  errors(): string;
  exit: Promise<number | null>;
}

const startProcess = (environment: Record<string, string>, preload: string[] = []): Started => {
  const output: string[] = [];
  const errors: string[] = [];
  const child = spawn(process.execPath, [...[HOOK, ...preload].flatMap((file) => ['-r', file]), MAIN], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return { child, exit, output: () => output.join(''), errors: () => errors.join('') };
};

const addressIn = (log: string): string | undefined => /"address":"([^"]+)"/.exec(log)?.[1];

// Each test starts a process, and the machine may be busy.
jest.setTimeout(90_000);

describe('the process', () => {
  let plugin: PluginStandin;
  const processes: Started[] = [];

  beforeEach(async () => {
    plugin = await startPluginStandin();
  });
  afterEach(async () => {
    for (const { child } of processes.splice(0)) child.kill('SIGKILL');
    await plugin.close();
  });

  const environment = (more: Record<string, string> = {}) => ({
    WHATSAPP_BRIDGE_SECRET: BRIDGE_SECRET,
    WHATSAPP_BRIDGE_PORT: '0',
    WHATSAPP_STRAPI_URL: plugin.url,
    WHATSAPP_LOG_LEVEL: 'info',
    ...more,
  });

  const start = async (preload: string[] = []): Promise<Started & { url: string }> => {
    const started = startProcess(environment(), preload);
    processes.push(started);
    const url = await eventually(() => addressIn(started.output()), {
      withinMs: 45_000,
      what: 'the listening bridge',
    });
    await eventually(async () => (await fetch(`${url}/readyz`)).ok, { withinMs: 10_000 });
    return { ...started, url };
  };

  const postWebhook = (url: string) => {
    const headers = { 'x-hub-signature-256': metaSignature('{}') };
    return fetch(`${url}/webhooks/cloud/${WEBHOOK_KEY}`, { method: 'POST', body: '{}', headers });
  };

  const refusesConnections = (url: string) => async (): Promise<boolean> =>
    fetch(`${url}/healthz`).then(
      () => false,
      () => true,
    );

  it('does not start with faults in its settings, and names all of them in one line', async () => {
    const started = startProcess({ WHATSAPP_BRIDGE_PORT: 'x' });
    expect(await started.exit).toBe(1);
    expect(started.errors().trim().split('\n')).toHaveLength(1);
    expect(started.errors()).toMatch(/WHATSAPP_BRIDGE_SECRET.*WHATSAPP_BRIDGE_PORT/);
  });

  it('does not start on a taken port, and says which in one line', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => blocker.once('listening', resolve));
    const { port } = blocker.address() as AddressInfo;
    const started = startProcess(environment({ WHATSAPP_BRIDGE_PORT: String(port) }));
    expect(await started.exit).toBe(1);
    blocker.close();
    expect(started.errors().trim()).toBe(
      `The bridge cannot start: port ${port} on 127.0.0.1 is already in use`,
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes what is in flight after %s, then ends well',
    async (signal) => {
      let land = (): void => undefined;
      plugin.take((deliveries, reply) =>
        new Promise<void>((resolve) => (land = resolve)).then(() => commitAll(deliveries, reply)),
      );
      const { child, exit, url } = await start();
      const webhook = postWebhook(url);
      await eventually(() => plugin.batches.length === 1);
      child.kill(signal);
      await eventually(refusesConnections(url), { what: 'the closed door' });
      land();
      expect((await webhook).status).toBe(200);
      expect(await exit).toBe(0);
    },
  );

  it('ends within ten seconds whatever hangs', async () => {
    plugin.take(() => new Promise(() => undefined));
    const { child, exit, url } = await start();
    const webhook = postWebhook(url).catch(() => 'broken off');
    await eventually(() => plugin.batches.length === 1);
    const asked = Date.now();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
    expect(Date.now() - asked).toBeLessThan(10_000);
    expect(await webhook).toBe('broken off');
  });

  it('lives on after an error that nobody caught', async () => {
    const { output, url } = await start([TROUBLE]);
    await eventually(() => output().includes('caught by nobody') && output().includes('nobody looked'));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await postWebhook(url)).status).toBe(200);
  });
});
