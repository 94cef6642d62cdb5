import type { Json } from './call';

const parseJson = (text: string): Json => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    // The Graph does not complain about broken JSON: it finds no parameters, and misses the required ones.
    return {};
  }
};

/** The parameters in a body: JSON or form, by the content type. Of any other type nothing is read. */
export const parseBody = (contentType: string | undefined, body: unknown): Json => {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return parseJson(body.toString('utf8'));
  if (type === 'application/x-www-form-urlencoded')
    return Object.fromEntries(new URLSearchParams(body.toString('utf8')));
  return {};
};
