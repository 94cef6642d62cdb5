import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { Me } from '../../src/plugins/whatsapp/contracts/tenancy';
import { createApiClient, readBody, readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { logIn } from '../support/people';
import { freePorts } from '../support/ports';
import { inRoot, ROOT } from '../support/repository';
import { conversationsOf, say, untilStatus } from './scene';

const TIMEOUT_MS = 420_000;

const Ids = z.array(z.object({ id: z.number(), name: z.string() }));
const Users = z.object({ results: z.array(z.object({ id: z.number(), email: z.string() })) });
const LoggedIn = z.object({ jwt: z.string() });
const Keepsake = z.looseObject({ passwords: z.record(z.string(), z.string()) });

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
    const [strapi = 0, bridge = 0, graph = 0, web = 0, phone = 0] = await freePorts(5);
    const child = spawn(process.execPath, [inRoot('scripts/run.mjs'), 'demo'], {
      cwd: ROOT,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(strapi),
        WHATSAPP_BRIDGE_PORT: String(bridge),
        WHATSAPP_SIMULATOR_PORT: String(graph),
        WHATSAPP_WEB_SIMULATOR_PORT: String(web),
        WHATSAPP_PHONE_PORT: String(phone),
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
  const logInOf = (who: RegExp) => {
    const [, email = '', password = ''] = who.exec(demo.output()) ?? [];
    return { email, password };
  };
  const enter = async (who: RegExp) => ({ api: await logIn(demo.strapiUrl, logInOf(who)) });
  const meOf = async (api: ApiClient) => readData(Me, await api.get('/whatsapp/me'));

  /** What an earlier version left: nobody who works for two companies, and an agent's role with two rights. */
  const makeOlder = async (superAdmin: ApiClient, email: string) => {
    const { results } = readData(Users, await superAdmin.get('/admin/users?pageSize=100'));
    const user = results.find((one) => one.email === email);
    expect((await superAdmin.delete(`/admin/users/${user?.id}`)).status).toBe(200);
    const role = readData(Ids, await superAdmin.get('/admin/roles')).find(
      ({ name }) => name === 'WhatsApp agent',
    );
    const permissions = ['conversations.read', 'messages.send'].map((right) => ({
      action: `plugin::whatsapp.${right}`,
      subject: null,
      properties: {},
      conditions: [],
    }));
    await superAdmin.put(`/admin/roles/${role?.id}/permissions`, { permissions });

    const file = path.join(folder, 'demo.json');
    const { passwords, ...rest } = Keepsake.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { [email]: _gone, ...older } = passwords;
    writeFileSync(file, JSON.stringify({ ...rest, passwords: older }));
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

  it('lets one person work for both companies, in each with the role that they have there', async () => {
    const { api } = await enter(/(sofia@\S+)\s+(\S+)/);
    const before = await meOf(api);
    expect(before).toMatchObject({ tenant: { name: 'Café Aurora' }, member: { role: 'owner' } });
    expect(before.rights).toContain('channels');
    const other = before.companies.find(({ tenant }) => tenant.id !== before.tenant?.id);
    readData(z.unknown(), await api.put('/whatsapp/me/company', { tenantId: other?.tenant.id }));
    const after = await meOf(api);
    expect(after).toMatchObject({ tenant: { name: 'Fjord Bicycles' }, member: { role: 'agent' } });
    expect(after.rights).not.toContain('channels');
    expect((await api.get('/whatsapp/channels')).status).toBe(403);
  });

  it('has a log-in for programs, and lets the platform’s people enter', async () => {
    const nobody = createApiClient(demo.strapiUrl);
    const { email: identifier, password } = logInOf(/(shop@aurora\S+)\s+(\S+)/);
    const { jwt } = readBody(LoggedIn, await nobody.post('/api/auth/local', { identifier, password }));
    const me = readData(Me, await nobody.as(jwt).get('/api/whatsapp/me'));
    expect(me).toMatchObject({ tenant: { name: 'Café Aurora' }, member: { kind: 'user' } });
    const platform = await enter(/(admin@\S+)\s+(\S+)/);
    expect(await meOf(platform.api)).toMatchObject({ mayManageTenants: true, mayEnterTenants: true });
  });

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
    'leaves no process behind after Ctrl-C, keeps its secrets to itself, and starts again, also from an older folder',
    async () => {
      const [sofia, before] = [logInOf(/(sofia@\S+)\s+(\S+)/), logInOf(/(leo@\S+)\s+(\S+)/)];
      await makeOlder((await enter(/(admin@\S+)\s+(\S+)/)).api, sofia.email);
      await end(demo);
      await eventually(() => expect(processesOf(folder)).toEqual([]), { deadlineMs: 40_000 });
      expect(statSync(path.join(folder, 'demo.json')).mode & 0o077).toBe(0);

      demo = await start();
      await untilReady(demo);
      expect(statSync(path.join(folder, 'demo.json')).mode & 0o077).toBe(0);
      expect(logInOf(/(leo@\S+)\s+(\S+)/)).toEqual(before);
      expect((await conversationsOf(await enter(/(leo@\S+)\s+(\S+)/))).length).toBeGreaterThan(0);
      const again = await enter(/(sofia@\S+)\s+(\S+)/);
      expect((await meOf(again.api)).companies).toHaveLength(2);
      await end(demo);
    },
    TIMEOUT_MS,
  );
});
