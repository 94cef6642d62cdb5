import { errors } from '@strapi/utils';

/** The databases' words for a value that its column cannot hold: a text for a number, one too large, a zero byte. */
const UNFIT = new Set(['22P02', '22003', '22007', '22008', '22021', 'SQLITE_MISMATCH']);

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/**
 * Strapi hands ids and filters to the database as they came. PostgreSQL refuses what does not fit the column, which would
 * be told as our fault (500), where SQLite finds nothing. The statement is all that a visitor's words went into here, so
 * the refusal is about them.
 */
export const asVisitorsFault = (error: unknown): unknown =>
  UNFIT.has(codeOf(error)) ? new errors.ValidationError('A value does not fit its field') : error;
