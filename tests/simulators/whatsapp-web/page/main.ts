import type { PageConfig } from '../protocol/page-config';
import { pause } from './core/bytes';
import { createPage } from './create-page';
import { doHarm } from './harm';
import { fromWire } from './models/message';
import type { PageContext } from './modules/context';
import { createModules, installModules } from './modules/registry';
import { openStorage } from './storage';

declare global {
  interface Window {
    /** Written by the server into the document. */
    __pageConfig: PageConfig;
  }
}

const PATIENCE_MS = 5000;

/** What the device kept from its last life. Unsent messages go back into the outbox. */
const remember = async ({ storage, store, session }: PageContext): Promise<void> => {
  for (const wire of await storage.messages()) {
    const message = fromWire(wire, false);
    store.admit(message, { silent: true });
    if (message.id.fromMe && (message.ack ?? 0) === 0) session.outbox.push(message);
  }
  for (const { id, unreadCount, isArchived } of await storage.chats())
    store.ensureChat(id).set({ unreadCount, archive: isArchived });
};

const install = (page: PageContext): void => {
  installModules(createModules(page), page.config.faults);
  window.Debug = { VERSION: page.config.version };
};

/** For people who look at the page itself. */
const show = ({ session }: PageContext): void => {
  const draw = (): void => {
    const app = document.getElementById('app');
    if (app) app.textContent = `${session.socket.state} ${session.connection.pushname ?? ''}`;
  };
  session.socket.on('change', draw);
};

const hasSynced = async ({ session }: PageContext): Promise<void> => {
  const deadline = Date.now() + PATIENCE_MS;
  while (!session.socket.hasSynced && Date.now() < deadline) await pause(20);
};

const planHarm = ({ session, config: { faults } }: PageContext): void => {
  const { freezesAfterMs, reloadsAfterMs } = faults;
  if (freezesAfterMs !== undefined) setTimeout(() => doHarm('freeze'), freezesAfterMs);
  if (reloadsAfterMs !== undefined)
    session.socket.once('change:hasSynced', () => void setTimeout(() => doHarm('reload'), reloadsAfterMs));
};

const boot = async (config: PageConfig): Promise<void> => {
  if (config.faults.noDebug) return;
  await pause(config.bootDelayMs);
  const page = createPage(config, await openStorage(), `wss://${location.host}/ws/chat`);
  planHarm(page);
  show(page);
  const credentials = await page.storage.loadCredentials();
  await remember(page);
  if (config.faults.syncsBeforeModules && credentials) {
    page.session.start(credentials);
    await hasSynced(page);
    return install(page);
  }
  install(page);
  await pause(config.connectDelayMs);
  page.session.start(credentials);
};

void boot(window.__pageConfig);
