import type { Addresses } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { isGroup, userOf } from './message-id';

export interface Names {
  lid?: string;
  phone?: string;
}

/** The ids of a person as their address; those of a group are its own. */
export const addressesOf = (...wids: (string | undefined)[]): Addresses | undefined => {
  const addresses: Addresses = {};
  for (const wid of wids) {
    if (wid === undefined) continue;
    if (wid.endsWith('@lid')) addresses.lid ??= userOf(wid);
    else addresses.waId ??= isGroup(wid) ? wid : userOf(wid);
  }
  return Object.keys(addresses).length > 0 ? addresses : undefined;
};

const DIGITS = /^\d{5,20}$/;

/** Every chat that a person may have in the page: the linked id first, as WhatsApp itself prefers it. */
export const chatsOf = ({ lid, waId }: Addresses): string[] => {
  const linked = lid?.replace(/@lid$/, '');
  const number = waId?.replace(/^\+/, '');
  return [
    ...(linked && DIGITS.test(linked) ? [`${linked}@lid`] : []),
    ...(number && isGroup(number) ? [number] : []),
    ...(number && DIGITS.test(number) ? [`${number}@c.us`] : []),
  ];
};

export type AskNames = (wid: string) => Promise<Names>;

const REMEMBERED = 5_000;

/**
 * Who somebody is: linked id and phone number are two names of one person, and either may come first. Asks the page once
 * per id; where it does not know, the one name has to do, and it is asked again another time.
 */
export const createPeople = (ask: AskNames) => {
  const known = new Map<string, Names>();

  const remember = (wid: string, names: Names): void => {
    if (known.size >= REMEMBERED) known.clear();
    known.set(wid, names);
  };

  return {
    async addressesOf(wid: string): Promise<Addresses | undefined> {
      if (isGroup(wid)) return addressesOf(wid);
      const names = known.get(wid) ?? (await ask(wid).catch((): Names => ({})));
      if (names.lid && names.phone) remember(wid, names);
      return addressesOf(wid, names.lid, names.phone);
    },
  };
};
export type People = ReturnType<typeof createPeople>;
