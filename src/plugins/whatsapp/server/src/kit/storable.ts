/**
 * The same value with every string fit for a database: PostgreSQL refuses NUL in texts and halves of a surrogate pair
 * in JSON, and one such character in a customer's message must not keep the message from being stored.
 */
export const storable = <Value>(value: Value): Value => {
  if (typeof value === 'string') return cleanString(value) as Value;
  if (Array.isArray(value)) return value.map(storable) as Value;
  if (value && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [cleanString(key), storable(item)]),
    ) as Value;
  }
  return value;
};

const NUL = String.fromCharCode(0);

const cleanString = (text: string): string => (text as WellFormable).toWellFormed().replaceAll(NUL, '');

/** Node 20 has it; TypeScript's ES2022 library does not know it yet. */
type WellFormable = string & { toWellFormed(): string };

/** Cuts to what a `string` column holds, without splitting a character. */
export const clip = (text: string, length = 255): string =>
  text.length <= length ? text : [...text].slice(0, length).join('');
