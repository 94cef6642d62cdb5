import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { freePorts } from '../support/ports';
import { inRoot, ROOT } from '../support/repository';

/** Runs a script to its end, with nothing of our own environment but the way to node. */
const run = (args: string[], env: Record<string, string>): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });

const GOOD_SECRETS = Object.fromEntries(
  [
    'APP_KEYS',
    'API_TOKEN_SALT',
    'ADMIN_JWT_SECRET',
    'TRANSFER_TOKEN_SALT',
    'JWT_SECRET',
    'ENCRYPTION_KEY',
    'WHATSAPP_BRIDGE_SECRET',
  ].map((name) => [name, name.padEnd(40, 'x')]),
);

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('npm start', () => {
  const start = ['scripts/run.mjs', 'start'];

  it('refuses missing and example secrets in one line that names each', async () => {
    const { code, output } = await run(start, {
      ...GOOD_SECRETS,
      JWT_SECRET: 'tobemodified',
      ENCRYPTION_KEY: '',
    });
    expect(code).toBe(1);
    expect(output.split('\n')).toHaveLength(1);
    expect(output).toContain('JWT_SECRET (still the example), ENCRYPTION_KEY (missing)');
    expect(output).not.toContain('APP_KEYS');
  });

  it('names who finds its port taken, and how to choose another', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => {
      holder.listen(0, '127.0.0.1', resolve);
    });
    const { port } = holder.address() as AddressInfo;
    const [bridgePort] = await freePorts(1);
    const env = {
      ...GOOD_SECRETS,
      HOST: '127.0.0.1',
      PORT: String(port),
      WHATSAPP_BRIDGE_PORT: String(bridgePort),
    };

    const { code, output } = await run(start, env);
    holder.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `✖ Strapi cannot start: port ${port} is taken. Choose another with PORT=${port + 1} npm start`,
    );
  });

  it('refuses a port that is none', async () => {
    const { code, output } = await run(start, { ...GOOD_SECRETS, PORT: 'five thousand' });
    expect(code).toBe(1);
    expect(output).toBe('✖ PORT is "five thousand": a port is a number from 1 to 65535.');
  });

  it('says what can be run when asked for something else', async () => {
    const { code, output } = await run(['scripts/run.mjs', 'dance'], {});
    expect(code).toBe(1);
    expect(output).toBe('✖ Say what to run: dev, start, demo, strapi, bridge.');
  });
});

describe('the reaper', () => {
  it('ends a process group when the one who started it is gone', async () => {
    const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    const reaper = spawn(process.execPath, [inRoot('scripts/run/reaper.mjs')], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    reaper.stdin.write(`+${orphan.pid}\n`);
    expect(isAlive(orphan.pid ?? 0)).toBe(true);

    reaper.stdin.end(); // what the system does when the parent dies
    await eventually(() => expect(isAlive(orphan.pid ?? 0)).toBe(false));
  });

  it('leaves those alone that ended in order', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    const reaper = spawn(process.execPath, [inRoot('scripts/run/reaper.mjs')], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const finished = new Promise((resolve) => {
      reaper.once('exit', resolve);
    });
    reaper.stdin.end(`+${other.pid}\n-${other.pid}\n`);
    await finished;
    expect(isAlive(other.pid ?? 0)).toBe(true);
    other.kill('SIGKILL');
  });
});
