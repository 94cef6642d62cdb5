import { z } from 'zod';
import { Contact, ContactPage } from '../../src/plugins/whatsapp/contracts/inbox';
import type { MessageReceived } from '../../src/plugins/whatsapp/contracts/bridge';
import { readBody, readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readError } from '../support/api-error';
import { newWaId, received } from '../support/bridge-sender';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf, changePages } from '../support/paging';

onEachDatabase('contacts', (installation) => {
  const contactsOf = async (api: ApiClient) =>
    readData(z.array(Contact), await api.get('/whatsapp/contacts?limit=100'));
  const pathOf = (id: string): string => `/whatsapp/contacts/${id}`;
  const rename = (api: ApiClient, id: string, name: string | null) => api.put(pathOf(id), { name });
  const writer = async (message: Partial<MessageReceived>): Promise<[IngestCompany, Contact]> => {
    const company = await createIngestCompany(installation);
    await company.receive(received(message));
    const [contact] = await contactsOf(company.api);
    return [company, contact as Contact];
  };

  it('have the name that they give themselves, and their number', async () => {
    const waId = newWaId();
    const [company, contact] = await writer({ from: { waId }, profileName: 'Ada Sample' });
    expect(contact).toMatchObject({ name: 'Ada Sample', givenName: null, profileName: 'Ada Sample' });
    expect(contact.phone?.replace(/\D/g, '')).toBe(waId);
    expect(readData(Contact, await company.api.get(pathOf(contact.id)))).toEqual(contact);
  });

  it('without a name go by their number, and without a number by the id that WhatsApp gave', async () => {
    const [, numbered] = await writer({ profileName: undefined });
    expect(numbered).toMatchObject({ name: numbered.phone, profileName: null });
    const bsuid = `US.${Date.now()}`;
    const [, nameless] = await writer({ from: { bsuid }, profileName: undefined });
    expect(nameless).toMatchObject({ name: bsuid, phone: null });
  });

  it('carry the name that the company gives them in every list, and their own again when it is taken back', async () => {
    const [company, contact] = await writer({ profileName: 'Ada Sample' });
    const after = await changeCursorOf(company.api);
    const renamed = readData(
      Contact,
      await rename(company.agent.client, contact.id, '  Ada, best customer 😀 '),
    );
    expect(renamed).toEqual({
      ...contact,
      name: 'Ada, best customer 😀',
      givenName: 'Ada, best customer 😀',
    });
    expect(await contactsOf(company.api)).toEqual([renamed]);
    const [page] = await changePages(company.api, { after, limit: 500 });
    expect(page?.data.conversations).toMatchObject([{ contact: { name: 'Ada, best customer 😀' } }]);

    // What they call themselves does not undo it.
    const [conversation] = await conversationsOf(company.api);
    await company.receive(
      received({ from: { waId: conversation?.chatId }, profileName: 'Ada Elsewhere', text: 'again' }),
    );
    expect(await contactsOf(company.api)).toMatchObject([
      { name: 'Ada, best customer 😀', profileName: 'Ada Elsewhere' },
    ]);
    expect(readData(Contact, await rename(company.api, contact.id, null))).toMatchObject({
      name: 'Ada Elsewhere',
      givenName: null,
    });
    expect(await conversationsOf(company.api)).toMatchObject([{ contact: { name: 'Ada Elsewhere' } }]);
  });

  it('named twice the same change nothing', async () => {
    const [company, contact] = await writer({});
    await rename(company.api, contact.id, 'Ada');
    const cursor = await changeCursorOf(company.api);
    expect((await rename(company.api, contact.id, 'Ada')).status).toBe(200);
    expect(await changeCursorOf(company.api)).toBe(cursor);
  });

  it('page exactly, while new ones arrive', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(...Array.from({ length: 25 }, () => received({})));
    const ids = (await contactsOf(company.api)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(25);

    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { data, meta } = readBody(
        ContactPage,
        await company.api.get(`/whatsapp/contacts?limit=10${query}`),
      );
      seen.push(...data.map(({ id }) => id));
      cursor = seen.length < 30 ? meta.nextCursor : null;
      await company.receive(received({}));
    }
    expect(seen.slice(0, 25)).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of another company are those that do not exist', async () => {
    const [, contact] = await writer({ text: 'a secret' } as Partial<MessageReceived>);
    const stranger = await createIngestCompany(installation);
    const ask = async (id: string) => [
      await stranger.api.get(pathOf(id)),
      await rename(stranger.api, id, 'stolen'),
    ];
    const [foreign, absent] = [await ask(contact.id), await ask('a'.repeat(24))];
    expect(foreign.map(({ status }) => status)).toEqual([404, 404]);
    expect(foreign.map(({ body }) => body)).toEqual(absent.map(({ body }) => body));
    expect(await contactsOf(stranger.api)).toEqual([]);
  });

  it('refuse rubbish with the name of the field', async () => {
    const [company, { id }] = await writer({});
    const bodies: [unknown, string][] = [
      [{}, 'name'],
      [{ name: '' }, 'name'],
      [{ name: ' \n\0' }, 'name'],
      [{ name: 7 }, 'name'],
      [{ name: 'x'.repeat(121) }, 'name'],
      [{ name: 'Ada', phone: '1' }, ''],
    ];
    const queries: [string, string][] = [
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['cursor=', 'cursor'],
      ['cursor=rubbish', 'cursor'],
      ['cursor[a]=1', 'cursor'],
      ['filters[tenant]=1', ''],
    ];
    const replies = [
      ...(await Promise.all(bodies.map(([body]) => company.api.put(pathOf(id), body)))),
      ...(await Promise.all(queries.map(([query]) => company.api.get(`/whatsapp/contacts?${query}`)))),
    ];
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(
      [...bodies, ...queries].map(([, path]) => path),
    );
  });

  it('do not fail on a cursor that points out of this world, nor on an id that is none', async () => {
    const [company] = await writer({});
    const cursor = Buffer.from('id.999999999999999').toString('base64url');
    const page = readBody(ContactPage, await company.api.get(`/whatsapp/contacts?cursor=${cursor}`));
    expect(page).toEqual({ data: [], meta: { nextCursor: null } });
    const replies = await Promise.all(
      ['%00', '..%2F', encodeURIComponent("'")].map((id) => company.api.get(pathOf(id))),
    );
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
