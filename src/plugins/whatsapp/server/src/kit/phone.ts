import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * WhatsApp's ids are mostly, but not always, the phone number: some countries' mobile prefixes come and go.
 * Brazil's ninth digit (55 AA 9XXXXXXXX), Mexico's 1 (52 1 …) and Argentina's 9 (54 9 …) may be present in one place and
 * absent in another for the same person. See Meta's note on phone number formats, and chatwoot#5840, #14048, #13932.
 *
 * `phoneKey` is the same for all variants of one number, so that they find one contact. It is for matching only:
 * messages go to the form that WhatsApp itself gave. Returns null for what is no phone number.
 */
export const phoneKey = (digits: string): string | null => {
  if (!/^\d{6,15}$/.test(digits)) return null;

  const brazil = /^55(\d{2})9?(\d{8})$/.exec(digits);
  // Only mobile numbers got the ninth digit; old mobile numbers begin with 6–9, landlines with 2–5.
  if (brazil?.[1] && brazil[2] && /^[6-9]/.test(brazil[2])) return `55${brazil[1]}9${brazil[2]}`;

  const mexico = /^521?(\d{10})$/.exec(digits);
  if (mexico?.[1]) return `52${mexico[1]}`;

  const argentina = /^549?(\d{10})$/.exec(digits);
  if (argentina?.[1]) return `549${argentina[1]}`;

  return digits;
};

const written = (digits: string): string => {
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  return parsed ? parsed.formatInternational() : `+${digits}`;
};

/** Reading a number costs more than all else of a conversation's row, and lists show the same people again and again. */
const WRITTEN_BEFORE = new Map<string, string>();
const REMEMBERED = 10_000;

/** For people: `+1 555 010 0123`; what is no number stays as it is. */
export const formatPhone = (digits: string): string => {
  const before = WRITTEN_BEFORE.get(digits);
  if (before !== undefined) return before;
  const phone = written(digits);
  if (WRITTEN_BEFORE.size >= REMEMBERED) WRITTEN_BEFORE.clear();
  WRITTEN_BEFORE.set(digits, phone);
  return phone;
};
