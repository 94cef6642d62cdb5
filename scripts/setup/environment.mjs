import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { inRoot } from '../paths.mjs';

const readRules = () => JSON.parse(readFileSync(inRoot('config/secrets/secrets.json'), 'utf8')).secrets;

const freshSecret = () => randomBytes(32).toString('hex');

/** The example file with a fresh value for each secret. */
export const fillSecrets = (example, rules, make = freshSecret) =>
  rules.reduce((text, { name, values }) => {
    const line = `${name}=${Array.from({ length: values }, () => make()).join(',')}`;
    const pattern = new RegExp(`^${name}=.*$`, 'm');
    return pattern.test(text) ? text.replace(pattern, () => line) : `${text.trimEnd()}\n${line}\n`;
  }, example);

/**
 * Writes .env once. Never where one exists, and never where the environment brings secrets of its own: a secret made up
 * there would be lost with the container, and with it every credential that it encrypted.
 */
export const ensureEnvironmentFile = () => {
  mkdirSync(inRoot('public/uploads'), { recursive: true }); // Strapi does not start without it
  const file = inRoot('.env');
  const rules = readRules();
  if (existsSync(file) || rules.some(({ name }) => process.env[name])) return;
  writeFileSync(file, fillSecrets(readFileSync(inRoot('.env.example'), 'utf8'), rules), {
    mode: 0o600,
    flag: 'wx',
  });
  console.log('Made .env with fresh secrets. Keep a copy of it in a safe place.');
};

/** What the processes will see: .env, overruled by the real environment, as Strapi itself does it. */
export const readEnvironment = () => {
  const file = inRoot('.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return { ...fromFile, ...process.env };
};
