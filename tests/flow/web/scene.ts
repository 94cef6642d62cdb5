import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BridgeEvent } from '../../../src/plugins/whatsapp/contracts/bridge';
import { systemClock } from '../../../bridge/src/kit/clock';
import { createLogger } from '../../../bridge/src/kit/logger';
import { groupMembers, startedWith } from '../../../bridge/src/kit/process-group';
import {
  createSessions,
  type Deliver,
  type Sessions,
  type SessionsOptions,
  type SessionState,
  type SpooledEvent,
} from '../../../bridge/src/sessions';
import { openPicture } from '../../../bridge/test/support/files-to-send';
import {
  startWhatsAppWebSimulator,
  type WhatsAppWebSimulator,
  type WhatsAppWebSimulatorOptions,
} from '../../simulators/whatsapp-web';
import { eventually, eventuallyPresent } from '../../support/eventually';

export const SHOP = '15550100001@c.us';
export const SHOP_LID = '900000000000001@lid';
export const ANA = '15550100123@c.us';
export const ANA_ADDRESS = { waId: '15550100123' };
/** A customer whom WhatsApp addresses by a linked id. */
export const NOUR = '15550100124@c.us';
export const NOUR_LID = '123456789012345@lid';
export const CHANNEL = 'shop';

const HOOK = path.resolve(__dirname, '../../../bridge/test/support/require-typescript.js');

/** Starting browsers takes seconds here and far longer on a busy machine. */
const DEADLINE = { deadlineMs: 60_000 };

const ALL: Deliver = (events) => Promise.resolve(events.map(({ id }) => id));

export interface WebScene {
  wa: WhatsAppWebSimulator;
  folder: string;
  /** The bridge's sessions; another one after `openBridge`. */
  readonly sessions: Sessions;
  /** What the plugin was handed and has kept. */
  kept: SpooledEvent[];
  /** From now on the plugin does this with what it is handed. */
  answerWith(deliver: Deliver): void;
  /** A new bridge over the same folder. */
  openBridge(more?: Partial<SessionsOptions>): Promise<void>;
  inState(state: SessionState, channelId?: string): Promise<void>;
  /** Links the phone, and waits until recent chats are read in. */
  pair(settings?: Parameters<Sessions['start']>[2], channelId?: string, pn?: string): Promise<void>;
  /** The one event that fits, once it is there. */
  event<Type extends BridgeEvent['type']>(
    type: Type,
    fits: (event: Extract<BridgeEvent, { type: Type }>) => boolean,
  ): Promise<Extract<BridgeEvent, { type: Type }>>;
  texts(): string[];
  /** The browser of a session and all of its processes. */
  browser(channelId?: string): { group: number; pids: number[] };
  /** Another browser than that of this group runs the session, and it is online. */
  backInAnother(group: number, channelId?: string): Promise<void>;
  close(): Promise<void>;
}

export const textOf = (event: BridgeEvent): string | undefined =>
  event.type !== 'message.reported' && event.content.type === 'text' ? event.content.body : undefined;

/** The simulated WhatsApp with one company and two customers, and a bridge that runs its session. */
export const createWebScene = async (
  more: Partial<SessionsOptions> = {},
  simulated: WhatsAppWebSimulatorOptions = {},
): Promise<WebScene> => {
  const wa = await startWhatsAppWebSimulator(simulated);
  wa.addAccount({ pn: SHOP, lid: SHOP_LID, pushname: 'The shop' });
  wa.addContact(SHOP, { pn: ANA, pushname: 'Ana Ribalta' });
  wa.addContact(SHOP, { pn: NOUR, lid: NOUR_LID, pushname: 'Nour Haddad', isLidAddressed: true });
  const folder = mkdtempSync(path.join(tmpdir(), 'web-sessions-'));
  const kept: SpooledEvent[] = [];
  let answer = ALL;

  const open = async (extra: Partial<SessionsOptions> = {}): Promise<Sessions> => {
    const opened = createSessions({
      folder,
      testArgs: wa.chromiumArgs(),
      environment: { PATH: '/usr/bin:/bin', HOME: folder },
      logLevel: 'silent',
      execArgv: ['-r', HOOK],
      deliver: async (events) => {
        const ids = await answer(events);
        kept.push(...events.filter(({ id }) => ids.includes(id)));
        return ids;
      },
      openFile: openPicture,
      clock: systemClock,
      logger: createLogger('silent'),
      ...more,
      timing: { beatMs: 500, firstRetryMs: 100, longestRetryMs: 1_000, ...more.timing },
      ...extra,
    });
    await opened.open();
    return opened;
  };
  let sessions = await open();

  const scene: WebScene = {
    wa,
    folder,
    get sessions() {
      return sessions;
    },
    kept,
    answerWith: (deliver) => {
      answer = deliver;
    },
    async openBridge(extra) {
      sessions = await open(extra);
    },

    inState: (state, channelId = CHANNEL) =>
      eventually(() => {
        const found = sessions.state(channelId);
        if (found?.state !== state)
          throw new Error(`${channelId} is ${found?.state} (${found?.reason}), not ${state}`);
      }, DEADLINE),

    async pair(settings = {}, channelId = CHANNEL, pn = SHOP) {
      sessions.start(channelId, 1, settings);
      const { code } = await eventuallyPresent(() => sessions.code(channelId), 'a code', DEADLINE);
      wa.scan(code, pn);
      await scene.inState('online', channelId);
      await eventually(() => {
        if (sessions.state(channelId)?.history) throw new Error('Recent chats are still being read in');
      }, DEADLINE);
    },

    async event(type, fits) {
      type Wanted = Parameters<typeof fits>[0];
      const found = () =>
        kept.flatMap(({ event }) => (event.type === type && fits(event as Wanted) ? [event as Wanted] : []));
      const [first] = await eventually(() => {
        const events = found();
        if (events.length === 0) throw new Error(`There is no such ${type}`);
        return events;
      });
      return first as Wanted;
    },

    texts: () => kept.flatMap(({ event }) => textOf(event) ?? []),

    browser(channelId = CHANNEL) {
      const profile = path.join(folder, `session-${channelId}`);
      const [browser] = startedWith((argument) => argument === `--user-data-dir=${profile}`);
      const group = browser?.group ?? 0;
      return { group, pids: group === 0 ? [] : groupMembers(group) };
    },

    async backInAnother(group, channelId = CHANNEL) {
      await eventually(() => {
        const now = scene.browser(channelId).group;
        if (now === group || now === 0) throw new Error(`${channelId} has no other browser`);
      }, DEADLINE);
      await scene.inState('online', channelId);
    },

    async close() {
      await sessions.stopAll();
      await wa.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return scene;
};
