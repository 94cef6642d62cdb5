import type { Core } from '@strapi/strapi';
import { Contact } from '../../../contracts/inbox';
import { formatPhone } from '../kit/phone';
import { addressesOfContacts, connectionOf, waIdsOf, type ContactRow } from '../store';

type Names = Pick<ContactRow, 'name' | 'profileName' | 'username'>;

/** What the company calls somebody, else what they call themselves, else their number; null where nothing is known. */
export const contactNameOf = ({ name, profileName, username }: Names, phone: string | null): string | null =>
  name ?? profileName ?? (username ? `@${username}` : null) ?? phone;

/** WhatsApp's own ids of those who have no name and no number: better than nothing to tell them apart. */
const lastResorts = async (strapi: Core.Strapi, contactIds: number[]): Promise<Map<number, string>> => {
  if (contactIds.length === 0) return new Map();
  const rows = await addressesOfContacts(connectionOf(strapi), contactIds);
  return new Map(rows.reverse().map(({ contactId, value }) => [contactId, value]));
};

/** Rows as people may see them. Two queries for the whole page. */
export const presentContacts = async (strapi: Core.Strapi, rows: ContactRow[]): Promise<Contact[]> => {
  const waIds = await waIdsOf(
    connectionOf(strapi),
    rows.map(({ id }) => id),
  );
  const known = rows.map((row) => {
    const waId = waIds.get(row.id);
    const phone = waId ? formatPhone(waId) : null;
    return { row, phone, name: contactNameOf(row, phone) };
  });
  const ids = await lastResorts(
    strapi,
    known.filter(({ name }) => name === null).map(({ row }) => row.id),
  );

  return known.map(({ row, phone, name }) =>
    Contact.parse({
      id: row.documentId,
      name: name ?? ids.get(row.id) ?? '',
      givenName: row.name,
      profileName: row.profileName,
      phone,
      username: row.username,
    }),
  );
};
