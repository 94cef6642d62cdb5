import type { Addresses } from '../../../contracts/bridge';
import { newDocumentId } from '../kit/ids';
import { phoneKey } from '../kit/phone';
import { clip, storable } from '../kit/storable';
import {
  findAddresses,
  findProfiles,
  insertAddresses,
  insertContacts,
  updateProfiles,
  type AddressKind,
  type AddressRow,
  type NewContact,
  type Trx,
} from '../store';

/** Somebody who wrote, was written to, or a group: as the events name them. */
export interface Person {
  tenantId: number;
  addresses: { kind: AddressKind; value: string }[];
  profileName: string | null;
  username: string | null;
}

const keyOf = (tenantId: number, { kind, value }: { kind: AddressKind; value: string }): string =>
  `${tenantId}|${kind}|${value}`;

/** In the order in which they are believed when they disagree: WhatsApp's own ids before a matching phone number. */
export const addressesOfPerson = ({ waId, bsuid, parentBsuid, lid }: Addresses): Person['addresses'] => {
  const phone = waId ? phoneKey(waId) : null;
  const all: [AddressKind, string | null | undefined][] = [
    ['wa_id', waId],
    ['bsuid', bsuid],
    ['lid', lid],
    ['phone', phone],
    ['parent_bsuid', parentBsuid],
  ];
  return all.flatMap(([kind, value]) => (value ? [{ kind, value: clip(storable(value)) }] : []));
};

export const groupAddresses = (groupId: string): Person['addresses'] => [
  { kind: 'group', value: clip(storable(groupId)) },
];

/**
 * Finds the contact of each person by any of their addresses, makes those that are new, and writes down addresses that
 * were seen for the first time. Set-wise: a handful of queries however many people. Only inside `changeTenants`, whose
 * lock keeps two writers from making the same contact.
 *
 * Gives contact ids in the order of `people`.
 */
export const identify = async (trx: Trx, people: Person[], now: Date): Promise<number[]> => {
  const tenantIds = [...new Set(people.map(({ tenantId }) => tenantId))];
  const values = [...new Set(people.flatMap(({ addresses }) => addresses.map(({ value }) => value)))];
  const known = await findAddresses(trx, tenantIds, values);

  /** A number, or the `documentId` of a contact that is about to be made. */
  const owners = new Map<string, number | string>(
    known.map((row) => [keyOf(row.tenantId, row), row.contactId]),
  );
  const fresh: NewContact[] = [];
  const freshAddresses: (Omit<AddressRow, 'contactId'> & { owner: number | string })[] = [];

  const ownerOf = ({ tenantId, addresses, profileName, username }: Person): number | string => {
    const first = addresses.find((address) => owners.has(keyOf(tenantId, address)));
    const owner = (first && owners.get(keyOf(tenantId, first))) ?? newDocumentId();
    if (!first) fresh.push({ documentId: String(owner), tenantId, profileName, username });

    for (const address of addresses) {
      if (owners.has(keyOf(tenantId, address))) continue;
      owners.set(keyOf(tenantId, address), owner);
      freshAddresses.push({ tenantId, owner, ...address });
    }
    return owner;
  };

  const found = people.map(ownerOf);
  const ids = await insertContacts(trx, fresh, now);
  const idOf = (owner: number | string): number => {
    const id = typeof owner === 'number' ? owner : ids.get(owner);
    if (id === undefined) throw new Error('A new contact got no id');
    return id;
  };
  await insertAddresses(
    trx,
    freshAddresses.map(({ owner, ...address }) => ({ ...address, contactId: idOf(owner) })),
    now,
  );

  const contactIds = found.map(idOf);
  await refreshProfiles(trx, people, contactIds);
  return contactIds;
};

/** People rename themselves: the newest name wins, a missing one changes nothing. */
const refreshProfiles = async (trx: Trx, people: Person[], contactIds: number[]): Promise<void> => {
  const newest = new Map<number, { profileName: string | null; username: string | null }>();
  people.forEach(({ profileName, username }, index) => {
    const id = contactIds[index];
    if (id !== undefined && (profileName || username)) newest.set(id, { profileName, username });
  });

  const changed = (await findProfiles(trx, [...newest.keys()])).flatMap((row) => {
    const seen = newest.get(row.id);
    const next = {
      ...row,
      profileName: seen?.profileName ?? row.profileName,
      username: seen?.username ?? row.username,
    };
    return next.profileName === row.profileName && next.username === row.username ? [] : [next];
  });
  await updateProfiles(trx, changed);
};
