import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { logIn } from '../support/people';
import { freePorts } from '../support/ports';
import { inRoot, ROOT } from '../support/repository';
import { conversationsOf, say, untilStatus } from './scene';

const TIMEOUT_MS = 300_000;

interface Demo {
  child: ChildProcess;
  output(): string;
  strapiUrl: string;
}

/** Every process that was started with this folder in its environment: the demo's own, whoever its parent is. */
const processesOf = (folder: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`WHATSAPP_DEMO_FOLDER=${folder}`);
      } catch {
        return false; // ended meanwhile
      }
    });

const commandOf = (pid: string): string => readFileSync(`/proc/${pid}/cmdline`, 'utf8');

describe('npm run demo', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-demo-'));
  let demo: Demo;

  const start = async (): Promise<Demo> => {
    const [strapi = 0, bridge = 0, graph = 0] = await freePorts(3);
    const child = spawn(process.execPath, [inRoot('scripts/run.mjs'), 'demo'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(strapi),
        WHATSAPP_BRIDGE_PORT: String(bridge),
        WHATSAPP_SIMULATOR_PORT: String(graph),
        WHATSAPP_DEMO_FOLDER: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (text += String(chunk)));
    return { child, output: () => text, strapiUrl: `http://127.0.0.1:${strapi}` };
  };
  const untilReady = (one: Demo) =>
    eventually(() => expect(one.output()).toContain('Ctrl-C stops everything'), { deadlineMs: 240_000 });
  const end = async (one: Demo) => {
    const ended = new Promise((resolve) => one.child.once('exit', resolve));
    one.child.kill('SIGINT');
    await ended;
  };
  const enter = async (who: RegExp) => {
    const [, email = '', password = ''] = who.exec(demo.output()) ?? [];
    return { api: await logIn(demo.strapiUrl, { email, password }) };
  };

  afterAll(() => {
    for (const pid of processesOf(folder)) process.kill(Number(pid), 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'brings customers who write and answer to one company, and nothing of them to the other',
    async () => {
      demo = await start();
      await untilReady(demo);
      const leo = await enter(/(leo@\S+)\s+(\S+)/);
      const tom = await enter(/(tom@\S+)\s+(\S+)/);

      const chat = await eventually(
        async () => {
          const found = (await conversationsOf(leo)).find(
            ({ lastMessage }) => lastMessage?.direction === 'in',
          );
          expect(found).toBeDefined();
          return found?.id ?? '';
        },
        { deadlineMs: 60_000 },
      );
      const answer = await say(leo, chat, 'Good morning! How can I help you?');
      await untilStatus(leo, chat, answer.id, 'delivered', 60_000).catch(() =>
        untilStatus(leo, chat, answer.id, 'read', 60_000),
      );

      const theirs = new Set((await conversationsOf(leo)).map(({ id }) => id));
      expect((await conversationsOf(tom)).filter(({ id }) => theirs.has(id))).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'starts the bridge again when it dies',
    async () => {
      const bridgeOf = () => processesOf(folder).filter((pid) => commandOf(pid).includes('bridge/dist'));
      const [dead = ''] = bridgeOf();
      process.kill(Number(dead), 'SIGKILL');
      await eventually(
        () => {
          const [alive] = bridgeOf();
          expect(alive).toBeDefined();
          expect(alive).not.toBe(dead);
        },
        { deadlineMs: 60_000 },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'leaves no process behind after Ctrl-C, keeps its secrets to itself, and starts again in seconds',
    async () => {
      await end(demo);
      await eventually(() => expect(processesOf(folder)).toEqual([]), { deadlineMs: 20_000 });
      expect(statSync(path.join(folder, 'demo.json')).mode & 0o077).toBe(0);

      const passwords = demo.output().match(/Demo-\w+-1/g);
      demo = await start();
      await untilReady(demo);
      expect(demo.output().match(/Demo-\w+-1/g)).toEqual(passwords);
      expect((await conversationsOf(await enter(/(leo@\S+)\s+(\S+)/))).length).toBeGreaterThan(0);
      await end(demo);
    },
    TIMEOUT_MS,
  );
});
