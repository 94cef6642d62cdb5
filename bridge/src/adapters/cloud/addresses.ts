import type { Addresses } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { compact, listOf, part, text } from '../../kit/lenient';
import type { z } from 'zod';

/** `CC.…` or, for linked portfolios, `CC.ENT.…` (Meta: business-scoped user ids). */
const BSUID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;

export const ContactList = listOf({
  wa_id: text,
  user_id: text,
  parent_user_id: text,
  profile: part({ name: text, username: text }),
});
export type Contact = z.infer<typeof ContactList>[number];

export interface Named {
  phone?: string;
  userId?: string;
  parentUserId?: string;
}

/** Since usernames exist, what used to be a phone number may be absent or hold a user id. */
export const addressesOf = ({ phone, userId, parentUserId }: Named): Addresses | undefined => {
  const isUserId = phone !== undefined && BSUID.test(phone);
  const addresses = compact({
    waId: isUserId ? undefined : phone?.replace(/^\+/, '') || undefined,
    bsuid: userId ?? (isUserId ? phone : undefined),
    parentBsuid: parentUserId,
  });
  return Object.keys(addresses).length > 0 ? addresses : undefined;
};

/**
 * The contact entry of a person. Matched by an id that both carry; a lone entry without any id of its own can only be
 * meant for the one who writes. Never a guess: the name of one customer must not stand on the chat of another.
 */
export const contactOf = (contacts: Contact[], { phone, userId }: Named): Contact | undefined => {
  const byId = contacts.find(
    (contact) =>
      (phone !== undefined && contact.wa_id === phone) ||
      (userId !== undefined && contact.user_id === userId),
  );
  if (byId) return byId;
  const [lone] = contacts;
  if (contacts.length !== 1 || !lone) return undefined;
  const contradicts =
    (phone !== undefined && lone.wa_id !== undefined) || (userId !== undefined && lone.user_id !== undefined);
  return contradicts ? undefined : lone;
};
