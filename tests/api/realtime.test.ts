import { z } from 'zod';
import { ChangePage } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody, readData } from '../support/api-client';
import { received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import { createSiteUser } from '../support/content-manager';
import { eventually } from '../support/eventually';
import { createIngestCompany, sendText } from '../support/ingest-company';
import { closeSockets, openSocket, refusalOf } from '../support/inbox-socket';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf } from '../support/paging';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';

const tampered = (token: string): string => {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const forged = Buffer.from(JSON.stringify({ ...claims, userId: '1' })).toString('base64url');
  return [head, forged, signature].join('.');
};
const unsigned = (token: string): string => {
  const head = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${head}.${token.split('.')[1] ?? ''}.`;
};

onEachDatabase('the socket', (installation) => {
  afterEach(closeSockets);

  it('lets nobody in without a token of the panel', async () => {
    const company = await createCompany(installation);
    const token = company.agent.client.token ?? '';
    const site = await createSiteUser(installation);
    const tokens = [
      undefined,
      '',
      null,
      7,
      { token },
      [token],
      'garbage',
      `Bearer ${token}`,
      tampered(token),
      unsigned(token),
      site.client.token,
    ];
    const refusals = await Promise.all(tokens.map((one) => refusalOf(installation, one)));
    expect(refusals).toEqual(tokens.map(() => 'unauthorized'));
    expect(await refusalOf(installation, token)).toBeNull();
  });

  it('lets nobody in who belongs to no company, or may not read', async () => {
    const { superAdmin } = installation;
    const roleId = await ensureRole(superAdmin.client, 'Test reader', [PERMISSIONS.read]);
    const homeless = await createPanelUser(superAdmin.client, { name: 'Hans Homeless', roleId });
    const company = await createCompany(installation);
    const painter = await ensureRole(superAdmin.client, 'Test painter', [PERMISSIONS.channels]);
    const blind = await createPanelUser(superAdmin.client, { name: 'Bea Blind', roleId: painter });
    readData(
      z.unknown(),
      await superAdmin.client.post(`/whatsapp/tenants/${company.tenant.id}/members`, { email: blind.email }),
    );
    const tokens = [homeless, blind, superAdmin].map(({ client }) => client.token);
    expect(await Promise.all(tokens.map((token) => refusalOf(installation, token)))).toEqual([
      'unauthorized',
      'unauthorized',
      'unauthorized',
    ]);
  });

  it('hints at a message that came in, to the people of the own company only', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const before = await changeCursorOf(company.api);
    const [agent, owner, stranger] = await Promise.all([
      openSocket(installation, company.agent.client.token),
      openSocket(installation, company.owner.client.token),
      openSocket(installation, other.agent.client.token),
    ]);
    await company.receive(received({ text: 'a secret of the first' }));
    await eventually(() => expect([agent.hints.length, owner.hints.length]).toEqual([1, 1]));

    // The cursor covers the change: whoever asks for everything up to it sees the message.
    const page = readBody(ChangePage, await company.agent.client.get(`/whatsapp/changes?after=${before}`));
    expect(page.data.messages).toMatchObject([{ content: { body: 'a secret of the first' } }]);
    expect(agent.hints[0]?.cursor).toBeGreaterThanOrEqual(page.data.messages[0]?.seq ?? Infinity);
    expect(agent.hints[0]?.cursor).toBe(page.meta.cursor);

    // What comes to the other company comes after it: had anything leaked, it would be there first.
    await other.receive(received());
    await eventually(() => expect(stranger.hints).toHaveLength(1));
    expect(stranger.hints[0]?.cursor).toBe(await changeCursorOf(other.api));
    expect([agent.hints.length, agent.others, stranger.others]).toEqual([1, [], []]);
  });

  it('hints at what colleagues do: an answer, its way to WhatsApp, a reading', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const screen = await openSocket(installation, company.agent.client.token);
    const last = () => screen.hints.at(-1)?.cursor ?? 0;

    await company.owner.client.post(`/whatsapp/conversations/${id}/read`);
    const afterReading = await changeCursorOf(company.api);
    await eventually(() => expect(last()).toBe(afterReading));
    await sendText(company.owner.client, id);
    await eventually(async () => {
      const { data } = readBody(ChangePage, await company.api.get(`/whatsapp/changes?after=${afterReading}`));
      expect(data.messages).toMatchObject([{ status: 'sent' }]);
    });
    const afterSending = await changeCursorOf(company.api);
    await eventually(() => expect(last()).toBe(afterSending));
  });

  it('makes few hints of many messages, and the last one covers them all', async () => {
    const company = await createIngestCompany(installation);
    const screen = await openSocket(installation, company.agent.client.token);
    await Promise.all(Array.from({ length: 60 }, () => company.receive(received())));
    const end = await changeCursorOf(company.api);
    await eventually(() => expect(screen.hints.at(-1)?.cursor).toBe(end));
    expect(screen.hints.length).toBeLessThan(60);
    const cursors = screen.hints.map(({ cursor }) => cursor);
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
  });

  it('takes no orders: whatever a screen emits changes nothing', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const screen = await openSocket(installation, company.agent.client.token);
    screen.emit('join', `tenant:${other.tenant.id}`);
    screen.emit('changed', { cursor: 999_999 });
    await other.receive(received());
    await company.receive(received());
    await eventually(() => expect(screen.hints).toHaveLength(1));
    expect(screen.hints[0]?.cursor).toBe(await changeCursorOf(company.api));
    expect(screen.isConnected()).toBe(true);
  });

  it('ends when its person logs out, and the token is good for nothing afterwards', async () => {
    const company = await createIngestCompany(installation);
    const { client } = company.agent;
    const screen = await openSocket(installation, client.token);
    const colleague = await openSocket(installation, company.owner.client.token);
    expect((await client.post('/admin/logout')).status).toBe(200);
    await eventually(() => expect(screen.isConnected()).toBe(false), { deadlineMs: 5_000 });
    expect(await screen.ended).toBe('io server disconnect');
    expect(await refusalOf(installation, client.token)).toBe('unauthorized');
    expect((await client.get('/whatsapp/conversations')).status).toBe(401);
    expect(colleague.isConnected()).toBe(true);
  });
});
