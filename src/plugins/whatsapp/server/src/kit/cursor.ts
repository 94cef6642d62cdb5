import { WhatsAppError } from '../../../contracts/errors';

/** A place in a list that is sorted by a time and, where times are equal, by a number. Opaque to whoever holds it. */
export interface Position {
  at: Date;
  tie: number;
}

export const encodeCursor = ({ at, tie }: Position): string =>
  Buffer.from(`${at.getTime()}.${tie}`).toString('base64url');

const notACursor = (path: string): WhatsAppError =>
  new WhatsAppError('invalid', 'The cursor is not valid', { fields: [{ path, message: 'Not a cursor' }] });

/** Fails with `invalid` for what is no cursor of ours. */
export const decodeCursor = (cursor: string, path: string): Position => {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw notACursor(path);
  return { at: new Date(Number(match[1])), tie: Number(match[2]) };
};

/** A place in a list that is sorted by id. */
export const encodeIdCursor = (id: number): string => Buffer.from(`id.${id}`).toString('base64url');

/** Fails with `invalid` for what is no cursor of ours. */
export const decodeIdCursor = (cursor: string, path: string): number => {
  const match = /^id\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw notACursor(path);
  return Number(match[1]);
};
