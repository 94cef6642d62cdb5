import { chunks } from '../kit/chunks';
import { shapeOf } from './columns';
import { newRow, TABLES, type Connection } from './database';
import type { AddressRow } from './rows';
import { scoped } from './scoped';
import { insertNew, updateEach } from './set-wise';

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

/** The most readable number of each contact: WhatsApp's id of the account. Contacts without one are absent. */
export const waIdsOf = async (connection: Connection, contactIds: number[]): Promise<Map<number, string>> => {
  const rows = (await scoped(connection, TABLES.addresses)
    .select({ contactId: 'contact_id', value: 'value' })
    .whereIn('contact_id', contactIds)
    .where({ kind: 'wa_id' })) as { contactId: number; value: string }[];
  return new Map(rows.map(({ contactId, value }) => [Number(contactId), value]));
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
