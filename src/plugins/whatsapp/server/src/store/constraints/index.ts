import type { Core } from '@strapi/strapi';
import { connectionOf, isPostgres } from '../database';
import { buildPostgresWalls } from './postgres';
import { wallsOf } from './references';
import { buildSqliteWalls, dropSqliteWalls } from './sqlite';

/*
 * The last wall, which holds for whatever writes: our own statements, a plugin's, a person's at the database's prompt.
 * A reference leads to a row of the same company, every row has one, and none ever changes it. Strapi's schema knows
 * nothing of this, so it neither keeps nor drops it; it is made sure of at every start.
 */

/** Before each schema sync. PostgreSQL's stay: other processes may be at work. */
export const lowerWalls = async (strapi: Core.Strapi): Promise<void> => {
  const connection = connectionOf(strapi);
  if (!isPostgres(connection)) await dropSqliteWalls(connection);
};

/** After each schema sync. Idempotent. */
export const raiseWalls = async (strapi: Core.Strapi, scopedUids: readonly string[]): Promise<void> => {
  const connection = connectionOf(strapi);
  const walls = wallsOf(strapi, scopedUids);
  await (isPostgres(connection)
    ? buildPostgresWalls(connection, walls)
    : buildSqliteWalls(connection, walls));
};
