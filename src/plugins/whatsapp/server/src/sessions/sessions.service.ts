import { Addresses } from '../../../contracts/bridge';
import type { CheckReport, CreateWebChannel } from '../../../contracts/channel';
import { WhatsAppError } from '../../../contracts/errors';
import type {
  BackupReceipt,
  BridgeHeartbeat,
  HeartbeatAnswer,
  KeptBackup,
  PairByNumber,
  SessionBackup,
  SessionCode,
  SessionWish,
  UpdateSession,
  WebTyping,
} from '../../../contracts/web-session';
import { CHANNEL_CHANGED, createBridgeClient, type BridgeClient, type ChannelChanged } from '../channels';
import { getService } from '../get-service';
import type { AnswerTyped, ConversationRead } from '../inbox';
import { announce } from '../kit/announce';
import { sharedClock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { newDocumentId } from '../kit/ids';
import { asSystem } from '../kit/scope';
import {
  connectionOf,
  countRestart,
  findChannel,
  findRecipients,
  findSession,
  insertChannel,
  insertSession,
  inTransaction,
  updateChannel,
  updateSession,
  WEB_APP,
  writeAudit,
  type AddressRow,
  type ChannelRow,
  type MemberRow,
  type Trx,
  type WebSessionRow,
} from '../store';
import { accessChannel, memberActor } from '../tenancy';
import { keepBackup, readBackup } from './backups';
import { reportOf } from './check';
import { hear } from './heartbeat';
import { CHANNEL_STATE } from './session-rules';
import { CUSTOMER_TYPED, placeTyping, type CustomerTyped } from './typing';

interface Found {
  channel: ChannelRow;
  session: WebSessionRow;
}

/** As the bridge names a person; null for whom WhatsApp Web cannot address. */
const addressesOf = (addresses: readonly AddressRow[]): Addresses | null => {
  const valueOf = (kind: AddressRow['kind']) => addresses.find((address) => address.kind === kind)?.value;
  return Addresses.safeParse({ waId: valueOf('wa_id'), lid: valueOf('lid') }).data ?? null;
};

const isRun = ({ leaseUntil }: WebSessionRow): boolean =>
  leaseUntil !== null && leaseUntil > sharedClock.now();

/** What can be said at once where no bridge has the session: there is nobody to report it. */
const withoutBridge = (wish: SessionWish, { bridgeId }: WebSessionRow): Partial<WebSessionRow> => {
  const at = { stateAt: sharedClock.now(), stateReason: null, nextTryAt: null, codeAt: null };
  if (wish === 'running') return { wish, state: 'starting', ...at };
  if (wish === 'stopped') return { wish, state: 'stopped', ...at };
  // The login lies on the disk of a bridge: it is wiped there, once that one is back.
  return bridgeId ? { wish } : { wish: 'stopped', state: 'unlinked', ...at };
};

/** For the log. */
const nameOf = ({ takesGroups, newContactsPerDay }: UpdateSession): string =>
  [
    takesGroups === undefined ? [] : takesGroups ? 'with groups' : 'without groups',
    newContactsPerDay === undefined ? [] : `new people a day: ${newContactsPerDay ?? 'as installed'}`,
  ]
    .flat()
    .join(', ');

/** WhatsApp Web sessions: what people want of them, how they are, and which bridge has them. */
export const sessions = ({ strapi }: StrapiContext) => {
  const find = async (member: MemberRow, channelId: string): Promise<Found> => {
    const channel = await accessChannel(strapi, member, channelId);
    const { tenantId, id } = channel;
    const session = await findSession(connectionOf(strapi), { tenantId, channelId: id });
    if (channel.kind !== 'web' || !session)
      throw new WhatsAppError('unsupported', 'Only a channel of WhatsApp Web has a session');
    return { channel, session };
  };

  const changed = (channelId: string): void =>
    announce(strapi, CHANNEL_CHANGED, { channelId } satisfies ChannelChanged);

  /** The bridge finds out by itself within seconds; this only saves them. */
  const nudge = ({ bridgeUrl }: WebSessionRow): void => {
    createBridgeClient(strapi, bridgeUrl ?? undefined)
      .refresh()
      .catch((error: unknown) => {
        strapi.log.warn(
          `[whatsapp] A session is changed later, the bridge does not answer: ${String(error)}`,
        );
      });
  };

  const act = async (
    member: MemberRow,
    channelId: string,
    act: { name: string; change(trx: Trx, session: WebSessionRow): Promise<void> },
  ): Promise<WebSessionRow> => {
    const { channel, session } = await find(member, channelId);
    await inTransaction(strapi, async (trx) => {
      await act.change(trx, session);
      const subject = { kind: 'channel', id: channel.documentId, name: channel.name };
      await writeAudit(trx, channel.tenantId, {
        action: 'channel.changed',
        actor: memberActor(member),
        subject,
        details: { session: act.name },
      });
    });
    changed(channel.documentId);
    nudge(session);
    return (await find(member, channelId)).session;
  };

  const wish = (member: MemberRow, channelId: string, wished: SessionWish): Promise<WebSessionRow> =>
    act(member, channelId, {
      name: wished,
      async change(trx, session) {
        const change = isRun(session) ? { wish: wished } : withoutBridge(wished, session);
        await updateSession(trx, session.id, change, sharedClock.now());
        if (change.state)
          await updateChannel(trx, session.channelId, {
            state: CHANNEL_STATE[change.state],
            stateReason: null,
          });
      },
    });

  /** The bridge that has it now: only there is a code. */
  const runningOn = async (member: MemberRow, channelId: string): Promise<string | null> => {
    const { session } = await find(member, channelId);
    return isRun(session) ? session.bridgeUrl : null;
  };

  /** What can be told to the customer of a chat at this moment, or not at all. */
  const toCustomer = (
    { tenantId, channelId, conversationId }: ConversationRead,
    tell: (bridge: BridgeClient, channelId: string, to: Addresses) => Promise<void>,
  ): Promise<void> =>
    asSystem('web sessions', async () => {
      const connection = connectionOf(strapi);
      const session = await findSession(connection, { tenantId, channelId });
      if (!session || !isRun(session) || session.state !== 'online') return;
      const channel = await findChannel(strapi, { id: channelId });
      const recipient = (await findRecipients(connection, [conversationId])).get(conversationId);
      const to = addressesOf(recipient?.addresses ?? []);
      if (!channel || !to) return;
      await tell(createBridgeClient(strapi, session.bridgeUrl ?? undefined), channel.documentId, to);
    });

  return {
    /** Nothing to test yet: whose number it is says the phone that scans. */
    async create(member: MemberRow, { name, kind, takesGroups }: CreateWebChannel): Promise<ChannelRow> {
      const { tenantId } = member;
      const channelId = newDocumentId();
      await inTransaction(strapi, async (trx) => {
        const own = { documentId: channelId, phoneNumberId: channelId, appFingerprint: WEB_APP };
        await insertChannel(trx, { tenantId, kind, name, state: 'paused', ...own });
        await insertSession(trx, { tenantId, channelId, takesGroups }, sharedClock.now());
        await writeAudit(trx, tenantId, {
          action: 'channel.connected',
          actor: memberActor(member),
          subject: { kind: 'channel', id: channelId, name },
          details: { mode: kind },
        });
      });
      changed(channelId);
      return accessChannel(strapi, member, channelId);
    },

    update: (member: MemberRow, channelId: string, change: UpdateSession) =>
      act(member, channelId, {
        name: nameOf(change),
        change: (trx, session) => updateSession(trx, session.id, change, sharedClock.now()),
      }),

    /** What is known of its connection: the bridge watches the page by itself, all the time. */
    async test(member: MemberRow, channelId: string): Promise<CheckReport> {
      const { channel, session } = await find(member, channelId);
      await updateChannel(connectionOf(strapi), channel.id, { checkedAt: sharedClock.now() });
      changed(channelId);
      return reportOf(session);
    },

    find: async (member: MemberRow, channelId: string): Promise<WebSessionRow> =>
      (await find(member, channelId)).session,

    start: (member: MemberRow, channelId: string) => wish(member, channelId, 'running'),
    /** Closes the browser and keeps the login. */
    stop: (member: MemberRow, channelId: string) => wish(member, channelId, 'stopped'),
    /** Logs out on the phone, too, and forgets the login. */
    unlink: (member: MemberRow, channelId: string) => wish(member, channelId, 'unlinked'),
    restart: (member: MemberRow, channelId: string) =>
      act(member, channelId, {
        name: 'restarted',
        change: (trx, session) => countRestart(trx, session.id, sharedClock.now()),
      }),

    /** What the phone shall scan; null while there is nothing to scan. Passed on, kept nowhere. */
    async code(member: MemberRow, channelId: string): Promise<SessionCode | null> {
      const url = await runningOn(member, channelId);
      return url ? createBridgeClient(strapi, url).sessionCode(channelId) : null;
    },

    async pairByNumber(member: MemberRow, channelId: string, command: PairByNumber): Promise<SessionCode> {
      const url = await runningOn(member, channelId);
      if (!url)
        throw new WhatsAppError('conflict', 'The session does not run', { remedy: 'Start it first.' });
      return createBridgeClient(strapi, url).pairByNumber(channelId, command);
    },

    /**
     * Somebody has seen a chat: on WhatsApp Web the customer's ticks turn blue. Where no session is online there is nobody to
     * tell, and nothing is made up for it later: the phone knows it as soon as somebody answers.
     */
    tellRead: (read: ConversationRead): Promise<void> =>
      toCustomer(read, (bridge, channelId, to) => bridge.markRead(channelId, { to })),

    /** The customer sees that somebody writes, for as long as WhatsApp shows it. Where no session is online, nobody does. */
    tellTyping: ({ isTyping, ...chat }: AnswerTyped): Promise<void> =>
      toCustomer(chat, (bridge, channelId, to) => bridge.setTyping(channelId, { to, isTyping })),

    /** A customer begins or ends to write: told on to whoever may read the chat, and forgotten. */
    hearTyping: (typing: WebTyping): Promise<void> =>
      asSystem('web sessions', async () => {
        const typed = await placeTyping(strapi, typing);
        if (typed) announce(strapi, CUSTOMER_TYPED, typed satisfies CustomerTyped);
      }),

    /** See `SessionBackup`. */
    keepBackup: (backup: SessionBackup): Promise<BackupReceipt> =>
      asSystem('web sessions', () => keepBackup(strapi, backup)),
    readBackup: (channelId: string): Promise<KeptBackup> =>
      asSystem('web sessions', () => readBackup(strapi, channelId)),

    /** See `BridgeHeartbeat`. */
    hear: (heartbeat: BridgeHeartbeat): Promise<HeartbeatAnswer> =>
      asSystem('web sessions', async () => {
        const { answer, changed: channelIds, online } = await hear(strapi, heartbeat);
        channelIds.forEach(changed);
        // What waited for it may go now.
        if (online.length > 0) getService(strapi, 'coordination').wake('outbox');
        return answer;
      }),
  };
};
