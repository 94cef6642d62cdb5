import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DEMO } from '../paths.mjs';
import { Refusal } from '../main.mjs';
import { COMPANIES, SUPER_ADMIN } from './cast.mjs';

const { folder: FOLDER, keepsake: FILE, database: DATABASE } = DEMO;

/** Satisfies Strapi: upper and lower case and a digit. */
const freshPassword = () => `Demo-${randomBytes(6).toString('hex')}-1`;

const invent = () => ({
  passwords: Object.fromEntries(
    [SUPER_ADMIN, ...COMPANIES.flatMap(({ people }) => people)].map(({ email }) => [email, freshPassword()]),
  ),
  meta: Object.fromEntries(
    COMPANIES.map(({ key }) => [
      key,
      { appSecret: randomBytes(16).toString('hex'), accessToken: `EAAD${randomBytes(40).toString('hex')}` },
    ]),
  ),
});

/**
 * What must be the same at the next start: passwords, and the secrets that the simulated Meta shares with the channels.
 * Must be asked before Strapi makes its database.
 */
export const recallKeepsake = () => {
  if (existsSync(FILE)) return JSON.parse(readFileSync(FILE, 'utf8'));
  if (existsSync(DATABASE)) {
    throw new Refusal(
      `The demo has a database (${DATABASE}) but its passwords (${FILE}) are gone. Delete the database to begin anew.`,
    );
  }
  const keepsake = invent();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(keepsake, null, 2)}\n`, { mode: 0o600 });
  return keepsake;
};
