import type { Core } from '@strapi/strapi';
import { chunks } from '../kit/chunks';
import { shapeOf } from './columns';
import type { Whose } from './conversations.store';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { AddressRow, ContactRow } from './rows';
import { scoped, scopedAmong } from './scoped';
import { insertNew, updateEach } from './set-wise';
import { along, ENDLESS, ORDERED } from './stretch';
import type { TenantWork } from './tenant-changes';

const addressShape = shapeOf<AddressRow>(['tenantId', 'contactId', 'kind', 'value']);
const VALUES_PER_QUERY = 500;

export const findAddresses = async (
  connection: Connection,
  tenantIds: number[],
  values: string[],
): Promise<AddressRow[]> => {
  const found: AddressRow[] = [];
  for (const part of chunks(values, VALUES_PER_QUERY)) {
    const rows = await scoped(connection, TABLES.addresses)
      .select(addressShape.select())
      .whereIn('tenant_id', tenantIds)
      .whereIn('value', part)
      .orderBy('contact_id');
    found.push(...rows.map(addressShape.read));
  }
  return found;
};

export const addressesOf = async (connection: Connection, contactId: number): Promise<AddressRow[]> =>
  (
    await scoped(connection, TABLES.addresses).select(addressShape.select()).where({ contact_id: contactId })
  ).map(addressShape.read);

const contactShape = shapeOf<ContactRow>(['id', 'documentId', 'tenantId', 'name', 'profileName', 'username']);

/**
 * Contacts to be looked for by something else than their company; unless `assigneeId` is null, only those with a
 * conversation that this member takes care of.
 */
const contactsOf = (connection: Connection, { tenantId, assigneeId }: Whose) => {
  const query = scoped(connection, TABLES.contacts, 'p')
    .whereRaw('p.tenant_id * 1 = ?', [tenantId])
    .select(contactShape.select('p'));
  if (assigneeId === null) return query;
  const theirs = scoped(connection, TABLES.conversations, 'c')
    .where('c.assignee_id', assigneeId)
    .whereRaw('c.tenant_id * 1 = ?', [tenantId])
    .select('c.contact_id');
  return query.whereIn('p.id', theirs);
};

const pageOfContacts = (connection: Connection, tenantId: number, afterId: number, limit: number) =>
  scopedAmong(connection, TABLES.contacts, 'p', (rows) =>
    along(rows, connection, {
      index: ORDERED.contacts,
      of: [tenantId],
      above: [afterId],
      below: [ENDLESS.number],
      order: 'asc',
      limit,
    }),
  ).select(contactShape.select('p'));

/** In the order of their ids, from behind `afterId`. */
export const listContacts = async (
  strapi: Core.Strapi,
  { afterId, limit, ...whose }: Whose & { afterId: number; limit: number },
): Promise<ContactRow[]> => {
  const connection = connectionOf(strapi);
  const page =
    whose.assigneeId === null
      ? pageOfContacts(connection, whose.tenantId, afterId, limit)
      : // A cursor may hold any number; PostgreSQL refuses one that is larger than the column's type.
        contactsOf(connection, whose).whereRaw('p.id > cast(? as bigint)', [afterId]).limit(limit);
  return ((await page.orderBy('p.id')) as unknown[]).map(contactShape.read);
};

export const findContact = async (
  connection: Connection,
  { documentId, ...whose }: Whose & { documentId: string },
): Promise<ContactRow | null> => {
  const [row] = (await contactsOf(connection, whose)
    .where('p.document_id', documentId)
    .limit(1)) as unknown[];
  return row ? contactShape.read(row) : null;
};

/** Writes what the company calls a contact. Their conversations show it: each gets a change number. */
export const renameContact = async (
  { trx, takeSeqs }: TenantWork,
  { id, tenantId, name }: Pick<ContactRow, 'id' | 'tenantId' | 'name'>,
): Promise<void> => {
  await updateEach(trx, TABLES.contacts, { name: 'text' }, [{ id, name }]);
  const rows = await scoped(trx, TABLES.conversations)
    .where({ tenant_id: tenantId, contact_id: id })
    .orderBy('id')
    .select<{ id: number }[]>('id');
  const seqs = await takeSeqs(tenantId, rows.length);
  await updateEach(
    trx,
    TABLES.conversations,
    { changeSeq: 'integer' },
    rows.map((row, index) => ({ id: Number(row.id), changeSeq: seqs[index] })),
  );
};

export const addressesOfContacts = async (
  connection: Connection,
  contactIds: number[],
): Promise<AddressRow[]> =>
  (
    await scoped(connection, TABLES.addresses)
      .select(addressShape.select())
      .whereIn('contact_id', contactIds)
      .orderBy('id')
  ).map(addressShape.read);

/**
 * The most readable number of each contact: WhatsApp's id of the account, the oldest where there are several. Contacts
 * without one are absent. Looked up one by one along `ORDERED.addressesOfContact`: a list of contacts would be a reason
 * to read every address where the database does not know how many a contact has.
 */
export const waIdsOf = async (connection: Connection, contactIds: number[]): Promise<Map<number, string>> => {
  const oldest = scoped(connection, TABLES.addresses, 'a')
    .whereRaw('a.contact_id + 0 = p.id')
    .where('a.kind', 'wa_id')
    .orderBy('a.id')
    .limit(1)
    .select('a.value');
  const rows = await scoped(connection, TABLES.contacts, 'p')
    .whereIn('p.id', contactIds)
    .select<{ contactId: number; value: string | null }[]>('p.id as contactId', oldest.as('value'));
  return new Map(rows.flatMap(({ contactId, value }) => (value ? [[Number(contactId), value]] : [])));
};

export interface NewContact {
  documentId: string;
  tenantId: number;
  profileName: string | null;
  username: string | null;
}

/** Ids of the new rows by their `documentId`. */
export const insertContacts = async (
  connection: Connection,
  contacts: NewContact[],
  now: Date,
): Promise<Map<string, number>> => {
  const rows = await insertNew<{ id: number; document_id: string }>(
    connection,
    TABLES.contacts,
    contacts.map((contact) => newRow({ ...contact }, now)),
    ['id'],
    ['id', 'document_id'],
  );
  return new Map(rows.map((row) => [row.document_id, Number(row.id)]));
};

export const insertAddresses = async (
  connection: Connection,
  addresses: AddressRow[],
  now: Date,
): Promise<void> => {
  await insertNew(
    connection,
    TABLES.addresses,
    addresses.map((address) => newRow({ ...address }, now)),
    ['tenant_id', 'kind', 'value'],
    ['id'],
  );
};

export interface ContactProfile {
  id: number;
  profileName: string | null;
  username: string | null;
}

export const findProfiles = async (
  connection: Connection,
  contactIds: number[],
): Promise<ContactProfile[]> => {
  const shape = shapeOf<ContactProfile>(['id', 'profileName', 'username']);
  const found: ContactProfile[] = [];
  for (const part of chunks(contactIds, VALUES_PER_QUERY)) {
    found.push(
      ...(await scoped(connection, TABLES.contacts).select(shape.select()).whereIn('id', part)).map(
        shape.read,
      ),
    );
  }
  return found;
};

export const updateProfiles = (connection: Connection, profiles: ContactProfile[]): Promise<void> =>
  updateEach(
    connection,
    TABLES.contacts,
    { profileName: 'text', username: 'text' },
    profiles.map((profile) => ({ ...profile })),
  );
