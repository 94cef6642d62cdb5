import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DEMO } from '../paths.mjs';
import { Refusal } from '../main.mjs';
import { COMPANIES, SUPER_ADMIN } from './cast.mjs';

const { folder: FOLDER, keepsake: FILE, database: DATABASE } = DEMO;

/** Satisfies Strapi: upper and lower case and a digit. */
const freshPassword = () => `Demo-${randomBytes(6).toString('hex')}-1`;

const everybody = () => [SUPER_ADMIN, ...COMPANIES.flatMap(({ people, siteUser }) => [...people, siteUser])];

const inventPasswords = () => Object.fromEntries(everybody().map(({ email }) => [email, freshPassword()]));

const invent = () => ({
  passwords: inventPasswords(),
  meta: Object.fromEntries(
    COMPANIES.map(({ key }) => [
      key,
      { appSecret: randomBytes(16).toString('hex'), accessToken: `EAAD${randomBytes(40).toString('hex')}` },
    ]),
  ),
});

const keep = (keepsake) => {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(keepsake, null, 2)}\n`, { mode: 0o600 });
  return keepsake;
};

/** A folder of an earlier version knows fewer people. */
const recall = () => {
  const kept = JSON.parse(readFileSync(FILE, 'utf8'));
  if (everybody().every(({ email }) => kept.passwords[email])) return kept;
  return keep({ ...kept, passwords: { ...inventPasswords(), ...kept.passwords } });
};

/**
 * What must be the same at the next start: passwords, and the secrets that the simulated Meta shares with the channels.
 * Must be asked before Strapi makes its database.
 */
export const recallKeepsake = () => {
  if (existsSync(FILE)) return recall();
  if (existsSync(DATABASE)) {
    throw new Refusal(
      `The demo has a database (${DATABASE}) but its passwords (${FILE}) are gone. Delete the database to begin anew.`,
    );
  }
  return keep(invent());
};
