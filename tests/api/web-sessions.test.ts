import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Channel, CheckReport } from '../../src/plugins/whatsapp/contracts/channel';
import { WebSession } from '../../src/plugins/whatsapp/contracts/web-session';
import { startAnsweringBridge } from '../support/answering-bridge';
import { readData } from '../support/api-client';
import { readError } from '../support/api-error';
import { auditOf } from '../support/audit-log';
import { newWaId, received, reported } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import {
  createIngestCompany,
  conversationsOf,
  messagesOf,
  sendText,
  textsOf,
} from '../support/ingest-company';
import { eventually } from '../support/eventually';
import { onEachDatabase } from '../support/on-each-database';
import { createWebBridge, createWebChannel, reportOf } from '../support/web-bridge';

const HOUR_MS = 3_600_000;
const pathOf = (channelId: string, rest = ''): string => `/whatsapp/channels/${channelId}/session${rest}`;
const sessionOf = async ({ api }: TestCompany, channelId: string): Promise<WebSession> =>
  readData(WebSession, await api.get(pathOf(channelId)));
const actOn = async ({ api }: TestCompany, channelId: string, act: string): Promise<WebSession> =>
  readData(WebSession, await api.post(pathOf(channelId, `/${act}`)));
const channelOf = async ({ api }: TestCompany, channelId: string): Promise<Channel> =>
  readData(Channel, await api.get(`/whatsapp/channels/${channelId}`));

onEachDatabase('a session of WhatsApp Web', (installation) => {
  const started = async (url?: string) => {
    const company = await createCompany(installation);
    const { id } = await createWebChannel(company);
    await actOn(company, id, 'start');
    const bridge = createWebBridge(installation, url);
    return { company, id, bridge, given: await bridge.mustBeGiven(id) };
  };

  it('begins closed, with a channel that needs nothing but a name', async () => {
    const company = await createCompany(installation);
    const channel = await createWebChannel(company, ' Shop ');
    expect(channel).toMatchObject({ kind: 'web', name: 'Shop', state: 'paused', phoneNumberId: null });
    expect(await sessionOf(company, channel.id)).toMatchObject({
      state: 'stopped',
      wish: 'stopped',
      phoneNumber: null,
      takesGroups: false,
    });
    expect(
      readData(CheckReport, await company.api.post(`/whatsapp/channels/${channel.id}/test`)),
    ).toMatchObject({
      checks: [{ id: 'session', result: 'failed', message: 'The session is closed' }],
    });
  });

  it('goes to one bridge, however many ask for it', async () => {
    const company = await createCompany(installation);
    const { id } = await createWebChannel(company);
    const bridges = Array.from({ length: 4 }, () => createWebBridge(installation));
    expect(await bridges[0]?.beatFor(id)).toBeNull();
    expect(await actOn(company, id, 'start')).toMatchObject({ state: 'starting', wish: 'running' });
    const answers = await Promise.all(bridges.map(({ beatFor }) => beatFor(id)));
    expect(answers.filter(Boolean)).toEqual([
      { channelId: id, fence: 1, wish: 'running', restarts: 0, takesGroups: false, backupFence: null },
    ]);
  });

  it('goes to no bridge that has no room', async () => {
    const company = await createCompany(installation);
    const { id } = await createWebChannel(company);
    await actOn(company, id, 'start');
    const full = createWebBridge(installation);
    expect(await full.beat([], 0)).toEqual([]);
    expect(await createWebBridge(installation).beatFor(id)).toMatchObject({ fence: 1 });
  });

  it('is shown as its bridge says, and the channel with it', async () => {
    const { company, id, bridge, given } = await started();
    const codeAt = new Date().toISOString();
    await bridge.beatFor(id, reportOf(given, { state: 'scan-code', codeAt }));
    expect(await sessionOf(company, id)).toMatchObject({ state: 'scan-code' });
    expect(await channelOf(company, id)).toMatchObject({ state: 'attention' });

    const who = { phoneNumber: '15550100177', profileName: 'Shop' };
    await bridge.beatFor(id, reportOf(given, { state: 'online', ...who }));
    expect(await sessionOf(company, id)).toMatchObject({ state: 'online', ...who });
    expect(await channelOf(company, id)).toMatchObject({
      state: 'connected',
      displayPhoneNumber: '+1 555 010 0177',
    });
    expect(readData(CheckReport, await company.api.post(`/whatsapp/channels/${id}/test`))).toMatchObject({
      checks: [{ id: 'session', result: 'passed' }],
    });
  });

  it('stays with its bridge, and is told what people want', async () => {
    const { company, id, bridge, given } = await started();
    await bridge.beatFor(id, reportOf(given, { state: 'online' }));
    await actOn(company, id, 'restart');
    await company.api.put(pathOf(id), { takesGroups: true });
    expect(await bridge.beatFor(id)).toEqual({ ...given, restarts: 1, takesGroups: true });
    await actOn(company, id, 'stop');
    expect(await bridge.beatFor(id)).toMatchObject({ wish: 'stopped' });
    expect(await bridge.beatFor(id, reportOf(given, { state: 'stopped' }))).toBeNull();
    expect(await sessionOf(company, id)).toMatchObject({ state: 'stopped', wish: 'stopped' });
  });

  it('ends by itself where somebody else uses the login, and where the phone has unlinked it', async () => {
    const { company, id, bridge, given } = await started();
    expect(await bridge.beatFor(id, reportOf(given, { state: 'conflict' }))).toBeNull();
    expect(await sessionOf(company, id)).toMatchObject({ state: 'conflict', wish: 'stopped' });
    await actOn(company, id, 'start');
    // Its login is on the disk of the first.
    expect(await createWebBridge(installation).beatFor(id)).toBeNull();
    const again = await bridge.beatFor(id);
    expect(again).toMatchObject({ fence: 2 });
    await bridge.beatFor(id, reportOf({ channelId: id, fence: 2 }, { state: 'unlinked', reason: 'By hand' }));
    expect(await sessionOf(company, id)).toMatchObject({
      state: 'unlinked',
      wish: 'stopped',
      reason: 'By hand',
    });
    await actOn(company, id, 'start');
    expect(await createWebBridge(installation).beatFor(id)).toMatchObject({ fence: 3 });
  });

  it('does not listen to a bridge that had it before', async () => {
    const { company, id, bridge, given } = await started();
    await bridge.beatFor(id, reportOf(given, { state: 'unlinked' }));
    await actOn(company, id, 'start');
    const next = createWebBridge(installation);
    const now = await next.beatFor(id);
    expect(await bridge.beatFor(id, reportOf(given, { state: 'failed' }))).toBeNull();
    expect(await next.beatFor(id, reportOf({ ...given, fence: given.fence }, { state: 'conflict' }))).toEqual(
      now,
    );
    expect(await sessionOf(company, id)).toMatchObject({ state: 'starting' });
  });

  it('is shown as reconnecting once its bridge is not heard of any more, and is its own again', async () => {
    const { company, id, bridge, given } = await started();
    await bridge.beatFor(id, reportOf(given, { state: 'online' }));
    const past = new Date(Date.now() - HOUR_MS);
    await installation
      .database()('whatsapp_web_sessions')
      .where({ bridge_id: bridge.bridgeId })
      .update({ lease_until: installation.kind === 'sqlite' ? past.getTime() : past });
    expect(await sessionOf(company, id)).toMatchObject({
      state: 'reconnecting',
      reason: 'No bridge answers for this session',
    });
    expect(await createWebBridge(installation).beatFor(id)).toBeNull();
    expect(await bridge.beatFor(id, reportOf(given, { state: 'online' }))).toEqual(given);
    expect(await sessionOf(company, id)).toMatchObject({ state: 'online' });
  });

  it('is unlinked at once where no login was ever made, and else by the bridge that has it', async () => {
    const company = await createCompany(installation);
    const { id } = await createWebChannel(company);
    expect(await actOn(company, id, 'unlink')).toMatchObject({ state: 'unlinked', wish: 'stopped' });
    const other = await started();
    await other.bridge.beatFor(other.id, reportOf(other.given, { state: 'online' }));
    expect(await actOn(other.company, other.id, 'unlink')).toMatchObject({
      state: 'online',
      wish: 'unlinked',
    });
    expect(await other.bridge.beatFor(other.id)).toMatchObject({ wish: 'unlinked' });
    expect(await other.bridge.beatFor(other.id, reportOf(other.given, { state: 'unlinked' }))).toBeNull();
  });

  describe('with a copy of its login', () => {
    const archive = Buffer.from('the keys of a phone').toString('base64');
    const copied = async () => {
      const scene = await started();
      const { bridge, id, given } = scene;
      await bridge.beatFor(id, reportOf(given, { state: 'online' }));
      expect(await bridge.keepBackup({ channelId: id, fence: given.fence, archive })).toBe(true);
      return scene;
    };
    const sessionRow = (id: string) =>
      installation
        .database()('whatsapp_web_sessions as s')
        .join('whatsapp_channels as c', 'c.id', 's.channel_id')
        .where('c.document_id', id)
        .first('s.*');
    const letTimePass = async (id: string, change: Record<string, unknown>) =>
      installation
        .database()('whatsapp_web_sessions')
        .where({ id: ((await sessionRow(id)) as { id: number }).id })
        .update({ updated_at: new Date(Date.now() - HOUR_MS), ...change });
    const filesWith = (words: string) =>
      readdirSync(installation.env.WHATSAPP_MEDIA_FOLDER ?? '', { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .filter((entry) => readFileSync(path.join(entry.parentPath, entry.name)).includes(words));

    it('says since when there is one, and keeps it encrypted', async () => {
      const { company, id, bridge } = await copied();
      expect((await sessionOf(company, id)).backedUpAt).not.toBeNull();
      expect(await bridge.readBackup(id)).toEqual({ fence: 1, archive });
      expect(filesWith('the keys of a phone')).toEqual([]);
      const { backup_key: key } = (await sessionRow(id)) as { backup_key: string };
      expect(filesWith('').map(({ name }) => name)).toContain(key);
    });

    it('replaces the copy before, also on the disk', async () => {
      const { id, bridge } = await copied();
      const { backup_key: first } = (await sessionRow(id)) as { backup_key: string };
      await bridge.keepBackup({ channelId: id, fence: 1, archive: Buffer.from('newer').toString('base64') });
      expect(await bridge.readBackup(id)).toMatchObject({ archive: Buffer.from('newer').toString('base64') });
      expect(filesWith('').map(({ name }) => name)).not.toContain(first);
    });

    it('goes to another bridge once its own is not heard of, and not before', async () => {
      const { id } = await copied();
      const other = createWebBridge(installation);
      expect(await other.beatFor(id)).toBeNull();
      await letTimePass(id, { lease_until: new Date(Date.now() - HOUR_MS) });
      expect(await other.beatFor(id)).toMatchObject({ fence: 2, backupFence: 1 });
    });

    it('goes to another bridge when it is started again and its own does not take it up', async () => {
      const { company, id, bridge, given } = await copied();
      await actOn(company, id, 'stop');
      await bridge.beatFor(id, reportOf(given, { state: 'stopped' }));
      await actOn(company, id, 'start');
      const other = createWebBridge(installation);
      expect(await other.beatFor(id)).toBeNull();
      await letTimePass(id, {});
      expect(await other.beatFor(id)).toMatchObject({ fence: 2, backupFence: 1 });
    });

    it('keeps no copy of a bridge that had it before, and none of a login that is gone', async () => {
      const { id, bridge, given } = await copied();
      await letTimePass(id, { lease_until: new Date(Date.now() - HOUR_MS) });
      const other = createWebBridge(installation);
      const taken = await other.mustBeGiven(id);
      expect(await bridge.keepBackup({ channelId: id, fence: given.fence, archive })).toBe(false);
      await other.beatFor(id, reportOf(taken, { state: 'unlinked' }));
      expect(await other.readBackup(id)).toBeNull();
      expect(await other.keepBackup({ channelId: id, fence: taken.fence, archive })).toBe(false);
    });

    it('stays where it is without a copy', async () => {
      const { id } = await started();
      await letTimePass(id, { lease_until: new Date(Date.now() - HOUR_MS) });
      expect(await createWebBridge(installation).beatFor(id)).toBeNull();
    });

    it('cannot be given in the place of another company’s', async () => {
      const [mine, theirs] = [await copied(), await copied()];
      const { backup_key: key } = (await sessionRow(theirs.id)) as { backup_key: string };
      await letTimePass(theirs.id, { backup_key: null });
      await letTimePass(mine.id, { backup_key: key });
      expect(await mine.bridge.readBackup(mine.id)).toBeNull();
    });
  });

  it('has no code while no bridge runs it, and none can be asked for', async () => {
    const company = await createCompany(installation);
    const { id } = await createWebChannel(company);
    expect((await company.api.get(pathOf(id, '/code'))).body).toEqual({ data: { code: null } });
    const reply = await company.api.post(pathOf(id, '/pairing-code'), { phoneNumber: '+1 555 010 0001' });
    expect([reply.status, readError(reply).kind]).toEqual([409, 'conflict']);
  });

  it('is none of a channel of the official API', async () => {
    const { api, channel } = await createIngestCompany(installation);
    const replies = [await api.get(pathOf(channel.id)), await api.post(pathOf(channel.id, '/start'))];
    expect(replies.map((reply) => readError(reply).kind)).toEqual(['unsupported', 'unsupported']);
  });

  it('is written down when people change it', async () => {
    const { company, id } = await started();
    await actOn(company, id, 'stop');
    const lines = (await auditOf(company.api)).filter(({ subject }) => subject?.id === id);
    expect(lines.map(({ details }) => details)).toEqual([
      { session: 'stopped' },
      { session: 'running' },
      { mode: 'web' },
    ]);
  });

  it('brings messages into chats, each once', async () => {
    const { company, id, bridge } = await started();
    const from = { waId: newWaId(), lid: '123450000000001' };
    const question = received({ from, text: 'Are you open?', messageId: 'in.A1' });
    const answer = {
      type: 'message.echoed' as const,
      messageId: 'out.A2',
      to: { lid: from.lid },
      sentAt: question.sentAt,
      content: { type: 'text' as const, body: 'Yes, until six' },
    };
    expect(await bridge.bring(id, [question, answer])).toHaveLength(2);
    expect(
      await bridge.bring(id, [question, answer, reported({ messageId: 'out.A2', status: 'read' })]),
    ).toHaveLength(3);
    const [chat, ...others] = await conversationsOf(company.api);
    expect(others).toEqual([]);
    expect(chat).toMatchObject({ unreadCount: 1, channel: { id, kind: 'web' } });
    const messages = await messagesOf(company.api, chat?.id ?? '');
    expect(textsOf(messages)).toEqual(['Are you open?', 'Yes, until six']);
    expect(messages[1]).toMatchObject({ direction: 'out', status: 'read', author: null });
  });

  it('sends once the bridge that has it has taken it up, as after a restart', async () => {
    const answering = await startAnsweringBridge(
      { status: 404, body: { error: { kind: 'not-found', message: 'There is no such channel' } } },
      { status: 200, body: { messageId: 'out.B1' } },
    );
    const { company, id, bridge, given } = await started(answering.url);
    await bridge.beatFor(id, reportOf(given, { state: 'online' }));
    await bridge.bring(id, [received({ text: 'Are you open?', messageId: 'in.B0' })]);
    const [chat] = await conversationsOf(company.api);
    await sendText(company.api, chat?.id ?? '', 'Until six');
    await eventually(
      async () =>
        expect((await messagesOf(company.api, chat?.id ?? '')).at(-1)).toMatchObject({ status: 'sent' }),
      { deadlineMs: 30_000 },
    );
    expect(answering.asked).toEqual(Array(2).fill(`/v1/channels/${id}/messages`));
    await answering.close();
  });

  it('brings nothing into another company, whatever channel a webhook names', async () => {
    const [web, cloud] = [await createCompany(installation), await createIngestCompany(installation)];
    const { id } = await createWebChannel(web);
    const forged = received({ text: 'forged' });
    await cloud.receive(received({ text: 'real' }));
    await createWebBridge(installation).bring(
      id.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x')),
      [forged],
    );
    expect(await conversationsOf(web.api)).toEqual([]);
    expect((await conversationsOf(cloud.api)).map(({ lastMessage }) => lastMessage?.preview)).toEqual([
      'real',
    ]);
  });
});
