import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Channel } from '../../../src/plugins/whatsapp/contracts/channel';
import { CurrentCode, WebSession } from '../../../src/plugins/whatsapp/contracts/web-session';
import { startWhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import type { WhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import { readData } from '../../support/api-client';
import { createCompany } from '../../support/company';
import type { TestCompany } from '../../support/company';
import { eventually } from '../../support/eventually';
import { startStack } from '../../support/stack';
import type { Stack } from '../../support/stack';
import type { DatabaseKind } from '../../support/test-database';
import { createWebChannel } from '../../support/web-bridge';
import { endScene } from '../scene';
import { chromiums } from '../../support/chromiums';

const START_MS = 60_000;

/** The product with a simulated WhatsApp Web, which real browsers find in the place of the real one. */
export interface WebStack {
  stack: Stack;
  whatsapp: WhatsAppWebSimulator;
  stop(): Promise<void>;
}

export const startWebStack = async (
  database: DatabaseKind,
  env: Record<string, string> = {},
): Promise<WebStack> => {
  const whatsapp = await startWhatsAppWebSimulator();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-sessions-'));
  const stack = await startStack({
    database,
    env: {
      // Production refuses to lead browsers elsewhere than to WhatsApp.
      NODE_ENV: 'test',
      WHATSAPP_WEB_CAPACITY: '10',
      WHATSAPP_WEB_MEDIA_MAX_MB: '1',
      WHATSAPP_SESSIONS_FOLDER: folder,
      WHATSAPP_CHROMIUM_PATH: chromiums()[0]?.path ?? '',
      WHATSAPP_TEST_CHROMIUM_ARGS: JSON.stringify(whatsapp.chromiumArgs()),
      ...env,
    },
  });
  return {
    stack,
    whatsapp,
    async stop() {
      await endScene(stack);
      await whatsapp.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface WebCompany {
  company: TestCompany;
  channel: Channel;
  /** Of the owner's phone, as WhatsApp writes it. */
  owner: string;
  session(): Promise<WebSession>;
  act(name: 'start' | 'stop' | 'restart' | 'unlink'): Promise<WebSession>;
  /** Waits for it. */
  untilState(state: WebSession['state']): Promise<WebSession>;
  /** What the panel shows to scan. */
  shownCode(): Promise<string>;
  /** Starts the session, scans the code with the owner's phone, and waits until it is online. */
  link(): Promise<WebSession>;
}

let companies = 0;

export const createWebCompany = async ({ stack, whatsapp }: WebStack): Promise<WebCompany> => {
  const company = await createCompany(stack);
  const channel = await createWebChannel(company);
  companies += 1;
  const owner = `1555010${5000 + companies}@c.us`;
  whatsapp.addAccount({ pn: owner, pushname: `Shop ${companies}` });
  const path = `/whatsapp/channels/${channel.id}/session`;

  const session = async () => readData(WebSession, await company.api.get(path));
  const act = async (name: string) => readData(WebSession, await company.api.post(`${path}/${name}`));
  const untilState = (state: WebSession['state']) =>
    eventually(
      async () => {
        const now = await session();
        expect(now).toMatchObject({ state });
        return now;
      },
      { deadlineMs: START_MS },
    );
  const shownCode = () =>
    eventually(
      async () => {
        const { code } = readData(CurrentCode, await company.api.get(`${path}/code`));
        if (!code) throw new Error('There is no code to scan');
        return code.code;
      },
      { deadlineMs: START_MS },
    );
  return {
    company,
    channel,
    owner,
    session,
    act,
    untilState,
    shownCode,
    async link() {
      await act('start');
      whatsapp.scan(await shownCode(), owner);
      return untilState('online');
    },
  };
};
