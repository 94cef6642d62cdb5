import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createIngestCompany } from '../support/ingest-company';
import { onDatabase, onEachDatabase } from '../support/on-each-database';
import { readRow, readRows } from '../support/stored-rows';

const Company = z.object({ id: z.coerce.number() });
const AnyRow = z.record(z.string(), z.unknown());
type Row = z.infer<typeof AnyRow>;

/** Every column that leads from one scoped table to another. */
const REFERENCES = [
  ['contact_addresses', 'contact_id', 'contacts'],
  ['conversations', 'channel_id', 'channels'],
  ['conversations', 'contact_id', 'contacts'],
  ['conversations', 'assignee_id', 'members'],
  ['conversations', 'last_message_id', 'messages'],
  ['messages', 'conversation_id', 'conversations'],
  ['messages', 'channel_id', 'channels'],
  ['messages', 'sender_id', 'contacts'],
  ['messages', 'author_id', 'members'],
  ['inbound_events', 'channel_id', 'channels'],
] as const;

const OWNED = ['members', 'channels', 'contacts', 'contact_addresses', 'conversations', 'messages'];

onEachDatabase('the walls of the database', (installation) => {
  const table = (name: string) => installation.database()(`whatsapp_${name}`);
  const WALL = { sqlite: /SQLITE_CONSTRAINT_TRIGGER/, postgres: /^(23503|23514)$/ }[installation.kind];

  /** A company with a row of every kind. */
  const companyWithRows = async (): Promise<number> => {
    const company = await createIngestCompany(installation);
    await company.openConversation('something');
    const { id } = await readRow(
      Company,
      table('tenants').where({ document_id: company.tenant.id }).first('id'),
    );
    return id;
  };
  const rowOf = (name: string, tenantId: number): Promise<Row> =>
    readRow(AnyRow, table(name).where({ tenant_id: tenantId }).orderBy('id').first());
  const refusalOf = (write: PromiseLike<unknown>): Promise<string> =>
    Promise.resolve(write).then(
      () => 'taken',
      (error: { code?: string }) => String(error.code),
    );

  let one: number;
  let other: number;
  beforeAll(async () => {
    [one, other] = await Promise.all([companyWithRows(), companyWithRows()]);
  });

  it.each(REFERENCES)('lets %s.%s lead to %s of the same company only', async (child, column, parent) => {
    const [row, own, foreign] = [
      await rowOf(child, one),
      await rowOf(parent, one),
      await rowOf(parent, other),
    ];
    expect(
      await refusalOf(
        table(child)
          .where({ id: row.id })
          .update({ [column]: foreign.id }),
      ),
    ).toMatch(WALL);
    const before = row[column];
    expect(
      await refusalOf(
        table(child)
          .where({ id: row.id })
          .update({ [column]: own.id }),
      ),
    ).toBe('taken');
    await table(child)
      .where({ id: row.id })
      .update({ [column]: before });
  });

  it.each(OWNED)('keeps a row of %s with its company', async (name) => {
    const row = await rowOf(name, one);
    expect(await refusalOf(table(name).where({ id: row.id }).update({ tenant_id: other }))).toMatch(WALL);
    expect(await refusalOf(table(name).where({ id: row.id }).update({ tenant_id: null }))).toMatch(WALL);
  });

  it.each(OWNED)('takes no row of %s that is of no company', async (name) => {
    const row = { document_id: randomBytes(12).toString('hex') };
    expect(await refusalOf(table(name).insert(row))).toMatch(WALL);
  });

  it('lets what waited in quarantine go to the company of its number, once', async () => {
    const row = await rowOf('inbound_events', one);
    const move = (tenantId: number) =>
      table('inbound_events')
        .where({ id: row.id })
        .update({ tenant_id: tenantId, channel_id: null, state: 'processed', reason: null });
    expect(await refusalOf(move(other))).toMatch(WALL);
    await table('inbound_events')
      .where({ id: row.id })
      .update({ state: 'quarantined', reason: 'unknown-number' });
    expect(await refusalOf(move(other))).toBe('taken');
    expect(await refusalOf(move(one))).toMatch(WALL);
  });
});

onDatabase('postgres', 'the walls of the database', (installation) => {
  it('look at the parent of a new row once for each reference, not for Strapi again', async () => {
    const references = await readRows(
      z.object({ name: z.string(), columns: z.number() }),
      installation
        .database()('pg_constraint as c')
        .joinRaw('join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]')
        .where('c.contype', 'f')
        .whereRaw("c.conrelid::regclass::text like 'whatsapp_%'")
        .select(
          installation.database().raw("substr(c.conrelid::regclass::text, 10) || '.' || a.attname as name"),
          installation.database().raw('cardinality(c.conkey) as columns'),
        ),
    );
    const expected = REFERENCES.map(([child, column]) => `${child}.${column}`);
    const found = references.filter(({ name }) => expected.includes(name));
    expect(found.map(({ name }) => name).sort()).toEqual([...expected].sort());
    expect(found.map(({ columns }) => columns)).toEqual(expected.map(() => 2));
  });
});
