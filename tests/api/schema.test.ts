import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { received } from '../support/bridge-sender';
import { indexesOf, lawsOf } from '../support/catalog';
import { createIngestCompany, sendText } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { readRow, readRows, WithId } from '../support/stored-rows';

const AnyRow = z.record(z.string(), z.unknown());
type Row = z.infer<typeof AnyRow>;

onEachDatabase('the schema', (installation) => {
  const database = installation.database;

  /** The company's only row of a table, or its newest. */
  const rowOf = async ({ tenant }: IngestCompany, table: string, where: Row = {}): Promise<Row> => {
    const { id: tenantId } = await readRow(
      WithId,
      database()('whatsapp_tenants').where({ document_id: tenant.id }).first('id'),
    );
    return readRow(
      AnyRow,
      database()(`whatsapp_${table}`)
        .where({ tenant_id: tenantId, ...where })
        .orderBy('id', 'desc')
        .first(),
    );
  };
  /** Resolves to the database's code of the violation; throws when the second row is taken. */
  const doubling = async (table: string, row: Row, change: Row): Promise<string> => {
    const { id: _id, ...columns } = row;
    const json = (value: unknown) =>
      value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value;
    const second = Object.fromEntries(
      Object.entries({ ...columns, document_id: randomBytes(12).toString('hex'), ...change }).map(
        ([column, value]) => [column, json(value)],
      ),
    );
    return database()(`whatsapp_${table}`)
      .insert(second)
      .then(
        () => `taken twice: ${table}`,
        (error: { code?: string }) => String(error.code),
      );
  };
  const VIOLATION = { sqlite: 'SQLITE_CONSTRAINT_UNIQUE', postgres: '23505' }[installation.kind];

  it('has every index that the laws need, and no unique one beside them', async () => {
    const indexes = await indexesOf(database(), installation.kind);
    expect(indexes).toEqual(expect.arrayContaining(lawsOf(installation.kind)));
    // Beside Strapi's own, and what the references within one company stand on.
    const foreign = ['document_id', 'id'];
    const uniques = indexes.filter(
      ({ unique, columns }) => unique && !columns.some((column) => foreign.includes(column)),
    );
    const laws = lawsOf(installation.kind);
    const names = (list: typeof laws) =>
      list.map(({ table, columns }) => `${table} ${columns.join()}`).sort();
    expect(names(uniques)).toEqual(names(laws.filter(({ unique }) => unique)));
  });

  it('keeps one company per webhook address', async () => {
    const { tenant } = await createIngestCompany(installation);
    const row = await readRow(
      AnyRow,
      database()('whatsapp_tenants').where({ document_id: tenant.id }).first(),
    );
    expect(await doubling('tenants', row, {})).toBe(VIOLATION);
  });

  it('keeps each person once per company, of the panel and of the site', async () => {
    const company = await createIngestCompany(installation);
    const row = await rowOf(company, 'members');
    expect(await doubling('members', row, { role: 'owner' })).toBe(VIOLATION);
    const users = await readRows(
      WithId,
      database()('up_users')
        .insert({ username: randomBytes(6).toString('hex'), email: 'x@example.com' })
        .returning('id'),
    );
    const site = { admin_user_id: null, user_id: users[0]?.id };
    expect(await doubling('members', row, site)).toBe('taken twice: members'); // the first time
    expect(await doubling('members', row, site)).toBe(VIOLATION);
  });

  it('keeps each number once per Meta app, and once per company', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const [row, foreign] = [await rowOf(company, 'channels'), await rowOf(other, 'channels')];
    expect(await doubling('channels', row, { tenant_id: foreign.tenant_id })).toBe(VIOLATION);
    expect(await doubling('channels', row, { app_fingerprint: 'another' })).toBe(VIOLATION);
  });

  it('keeps each address of a contact once per company', async () => {
    const company = await createIngestCompany(installation);
    await company.openConversation();
    await company.openConversation();
    const addresses = await rowOf(company, 'contact_addresses', { kind: 'wa_id' });
    const contact = await rowOf(company, 'contacts');
    expect(await doubling('contact_addresses', addresses, { contact_id: contact.id })).toBe(VIOLATION);
  });

  it('keeps one conversation per channel and chat, and per channel and contact', async () => {
    const company = await createIngestCompany(installation);
    await company.openConversation();
    const row = await rowOf(company, 'conversations');
    await company.receive(received());
    const other = await rowOf(company, 'contacts');
    expect(await doubling('conversations', row, { contact_id: null })).toBe(VIOLATION);
    expect(await doubling('conversations', row, { chat_id: 'another' })).toBe(VIOLATION);
    expect(await doubling('conversations', row, { status: 'closed', contact_id: other.id })).toBe(VIOLATION);
  });

  it("keeps one message per channel and WhatsApp's id, and per conversation and client's id", async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const incoming = await rowOf(company, 'messages', { direction: 'in' });
    expect(await doubling('messages', incoming, { conversation_id: null, client_id: 'x' })).toBe(VIOLATION);
    await sendText(company.api, id);
    const outgoing = await rowOf(company, 'messages', { direction: 'out' });
    expect(await doubling('messages', outgoing, { message_id: null, channel_id: null })).toBe(VIOLATION);
  });

  it('keeps each change of a webhook once', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(received());
    expect(await doubling('inbound_events', await rowOf(company, 'inbound_events'), {})).toBe(VIOLATION);
  });
});
