import type { Contact, ContactPage, ListContacts, UpdateContact } from '../../../contracts/inbox';
import { WhatsAppError } from '../../../contracts/errors';
import type { StrapiContext } from '../kit/context';
import { decodeIdCursor, encodeIdCursor } from '../kit/cursor';
import { changeTenant, connectionOf, listContacts, renameContact, type ContactRow } from '../store';
import { accessContact, onlyAssignedTo, type ActingMember } from '../tenancy';
import { presentContacts } from './contact.presenter';

/** The people that a company talks with, as its members may see and name them. */
export const contacts = ({ strapi }: StrapiContext) => {
  const present = async (row: ContactRow): Promise<Contact> => {
    const [contact] = await presentContacts(strapi, [row]);
    if (!contact) throw new WhatsAppError('not-found', 'Contact not found');
    return contact;
  };

  return {
    async contacts(member: ActingMember, { cursor, limit }: ListContacts): Promise<ContactPage> {
      const rows = await listContacts(strapi, {
        tenantId: member.tenantId,
        assigneeId: onlyAssignedTo(member),
        afterId: cursor === undefined ? 0 : decodeIdCursor(cursor, 'cursor'),
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        data: await presentContacts(strapi, page),
        meta: { nextCursor: last ? encodeIdCursor(last.id) : null },
      };
    },

    contact: async (member: ActingMember, id: string): Promise<Contact> =>
      present(await accessContact(connectionOf(strapi), member, id)),

    /** The company's own word for a person, or null: theirs again. Every list that shows them follows. */
    async rename(member: ActingMember, id: string, { name }: UpdateContact): Promise<Contact> {
      await accessContact(connectionOf(strapi), member, id);
      const renamed = await changeTenant(strapi, member.tenantId, 0, async (work) => {
        // Once more, now that nobody can take the conversation away meanwhile.
        const contact = await accessContact(work.trx, member, id);
        if (contact.name !== name) await renameContact(work, { ...contact, name });
        return { ...contact, name };
      });
      return present(renamed);
    },
  };
};
