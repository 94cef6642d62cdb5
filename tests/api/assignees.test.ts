import { z } from 'zod';
import { Assignee } from '../../src/plugins/whatsapp/contracts/inbox';
import { readError } from '../support/api-error';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import type { TestCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { addInboxUser, bindMember, createToken, giveTo, idOfMember } from '../support/inbox-people';
import { closeSockets, openSocket } from '../support/inbox-socket';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf, changePages } from '../support/paging';
import { createPanelUser, ensureRole, PERMISSIONS } from '../support/people';
import { readRow, WithId } from '../support/stored-rows';

const WithDocumentId = z.object({ document_id: z.string() });

onEachDatabase('who takes care of a conversation', (installation) => {
  afterEach(closeSockets);

  const assigneesOf = async (api: ApiClient) =>
    readData(z.array(Assignee), await api.get('/whatsapp/assignees'));
  const putAssignee = (api: ApiClient, conversationId: string, body: unknown) =>
    api.put(`/whatsapp/conversations/${conversationId}/assignee`, body);

  /** Somebody of the platform who entered: sees all, changes nothing. */
  const addVisitor = async (company: TestCompany) => {
    const { superAdmin } = installation;
    const roleId = await ensureRole(superAdmin.client, 'Test visitor', Object.values(PERMISSIONS));
    const person = await createPanelUser(superAdmin.client, { name: 'Vera Visitor', roleId });
    const { id } = await readRow(
      WithId,
      installation.database()('admin_users').where({ email: person.email }).first('id'),
    );
    const memberId = await bindMember(installation, company, { role: 'visitor', admin_user_id: id });
    return { ...person, memberId };
  };

  it('is one of the people who stay and can answer, of the panel or of the site', async () => {
    const company = await createCompany(installation);
    const site = await addInboxUser(installation, company, 'agent');
    const removed = await company.addPerson('Rolf Removed', 'agent');
    await company.api.delete(`/whatsapp/members/${await idOfMember(removed.client)}`);
    await addVisitor(company);
    const token = await createToken(installation, 'full-access');
    await bindMember(installation, company, { role: 'agent', api_token_id: token.id });

    const names = (await assigneesOf(company.api)).map(({ name }) => name);
    expect(names).toEqual(['Olga Owner', 'Arno Agent', site.username]);
    expect(await assigneesOf(company.agent.client)).toEqual(await assigneesOf(company.api));
  });

  it('is shown to everybody, until the conversation is given to somebody else or to nobody', async () => {
    const company = await createIngestCompany(installation);
    const { id, assignee } = await company.openConversation();
    expect(assignee).toBeNull();
    const [olga, arno] = await assigneesOf(company.api);

    expect((await giveTo(company.api, id, olga?.id ?? '')).assignee).toEqual(olga);
    expect((await giveTo(company.agent.client, id, arno?.id ?? '')).assignee).toEqual(arno);
    expect(await conversationsOf(company.api)).toMatchObject([{ id, assignee: arno }]);
    expect((await giveTo(company.api, id, null)).assignee).toBeNull();
    expect(await conversationsOf(company.agent.client)).toMatchObject([{ id, assignee: null }]);
  });

  it('stays while customers and colleagues write', async () => {
    const company = await createIngestCompany(installation);
    const { id, chatId } = await company.openConversation();
    const arno = await idOfMember(company.agent.client);
    await giveTo(company.api, id, arno);
    await company.receive(received({ from: { waId: chatId } }));
    await company.api.post(`/whatsapp/conversations/${id}/read`);
    expect(await conversationsOf(company.api)).toMatchObject([{ assignee: { id: arno }, unreadCount: 0 }]);
  });

  it('reaches every open screen, by a hint and the changes behind it', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const arno = await idOfMember(company.agent.client);
    const after = await changeCursorOf(company.agent.client);
    const screen = await openSocket(installation, company.agent.client.token);
    await giveTo(company.api, id, arno);
    await eventually(async () => expect(screen.hints.at(-1)?.cursor).toBeGreaterThan(after));
    const [page] = await changePages(company.agent.client, { after, limit: 500 });
    expect(page?.data).toMatchObject({
      conversations: [{ id, assignee: { id: arno, name: 'Arno Agent' } }],
      messages: [],
      gone: [],
    });
  });

  it('is the same when said twice: nothing changes', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const arno = await idOfMember(company.agent.client);
    await giveTo(company.api, id, arno);
    const cursor = await changeCursorOf(company.api);
    await giveTo(company.api, id, arno);
    expect(await changeCursorOf(company.api)).toBe(cursor);
  });

  it('is one in the end when several are named at once, and each screen hears of it', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const members = (await assigneesOf(company.api)).map((one) => one.id);
    const after = await changeCursorOf(company.api);
    const wishes = Array.from({ length: 8 }, (_, index) => members[index % 2] ?? '');
    await Promise.all(wishes.map((memberId) => giveTo(company.api, id, memberId)));
    const [now] = await conversationsOf(company.api);
    expect(members).toContain(now?.assignee?.id);
    const [page] = await changePages(company.api, { after, limit: 500 });
    expect(page?.data.conversations).toEqual([now]);
  });

  it('is nobody any more once they were removed, and every screen hears of it', async () => {
    const company = await createIngestCompany(installation);
    const chats = [await company.openConversation(), await company.openConversation()];
    const other = await company.openConversation();
    const [olga, arno] = [await idOfMember(company.api), await idOfMember(company.agent.client)];
    for (const { id } of chats) await giveTo(company.api, id, arno);
    await giveTo(company.api, other.id, olga);

    const after = await changeCursorOf(company.api);
    const screen = await openSocket(installation, company.api.token);
    expect((await company.api.delete(`/whatsapp/members/${arno}`)).status).toBe(204);
    await eventually(async () => expect(screen.hints.at(-1)?.cursor).toBe(after + 2));
    const pages = await changePages(company.api, { after, limit: 1 });
    const changed = pages.flatMap(({ data }) => data.conversations);
    expect(changed.map(({ id }) => id).sort()).toEqual(chats.map(({ id }) => id).sort());
    expect(changed.map(({ assignee }) => assignee)).toEqual([null, null]);
    // Whoever comes back starts with an empty desk.
    await company.api.post('/whatsapp/members', { email: company.agent.email });
    const all = await conversationsOf(company.api);
    expect(all.filter(({ assignee }) => assignee !== null)).toMatchObject([{ id: other.id }]);
  });

  it('is nobody any more once they were deleted in Strapi', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const site = await addInboxUser(installation, company, 'agent');
    const assignee = (await assigneesOf(company.api)).find(({ name }) => name === site.username);
    await giveTo(company.api, id, assignee?.id ?? '');
    const after = await changeCursorOf(company.api);
    const { superAdmin } = installation;
    const users = '/content-manager/collection-types/plugin::users-permissions.user';
    const { document_id: documentId } = await readRow(
      WithDocumentId,
      installation.database()('up_users').where({ id: site.id }).first('document_id'),
    );
    expect((await superAdmin.client.delete(`${users}/${documentId}`)).status).toBe(200);
    const [page] = await changePages(company.api, { after, limit: 500 });
    expect(page?.data.conversations).toMatchObject([{ id, assignee: null }]);
  });

  it('cannot be a stranger, a removed member, a visitor or a token: the same answer as for nobody', async () => {
    const company = await createIngestCompany(installation);
    const other = await createCompany(installation);
    const { id } = await company.openConversation();
    const removed = await idOfMember((await company.addPerson('Rolf Removed', 'agent')).client);
    await company.api.delete(`/whatsapp/members/${removed}`);
    const token = await createToken(installation, 'full-access');
    const ids = [
      'a'.repeat(24),
      await idOfMember(other.agent.client),
      removed,
      (await addVisitor(company)).memberId,
      await bindMember(installation, company, { role: 'agent', api_token_id: token.id }),
      '',
      '\0',
      "' or 1=1 --",
    ];
    const replies = await Promise.all(ids.map((memberId) => putAssignee(company.api, id, { memberId })));
    expect(replies.map(({ status }) => status)).toEqual(ids.map(() => 400));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(replies[0] && readError(replies[0]).fields?.map(({ path }) => path)).toEqual(['memberId']);
    expect(await conversationsOf(company.api)).toMatchObject([{ id, assignee: null }]);
  });

  it('is named by one id and nothing else', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const wrong: [unknown, string][] = [
      [{}, 'memberId'],
      [{ memberId: 1 }, 'memberId'],
      [{ memberId: ['a'] }, 'memberId'],
      [{ memberId: null, tenant: 'other' }, ''],
      [[], ''],
    ];
    const replies = await Promise.all(wrong.map(([body]) => putAssignee(company.api, id, body)));
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(wrong.map(([, path]) => path));
  });

  it('is not for a visitor to say, who sees everything and changes nothing', async () => {
    const company = await createIngestCompany(installation);
    const { id, contact } = await company.openConversation();
    const visitor = await addVisitor(company);
    expect(await conversationsOf(visitor.client)).toMatchObject([{ id, unreadCount: 1 }]);
    const replies = [
      await putAssignee(visitor.client, id, { memberId: null }),
      await visitor.client.post(`/whatsapp/conversations/${id}/read`),
      await visitor.client.post(`/whatsapp/conversations/${'a'.repeat(24)}/read`),
      await visitor.client.put(`/whatsapp/contacts/${contact.id}`, { name: 'mine' }),
    ];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 403));
    expect(await conversationsOf(company.api)).toMatchObject([{ id, unreadCount: 1, assignee: null }]);
  });
});
