import { readFileSync } from 'node:fs';
import { inRoot } from '../paths.mjs';
import { Refusal } from '../main.mjs';

const rules = () => JSON.parse(readFileSync(inRoot('config/secrets/secrets.json'), 'utf8'));

const problemOf = ({ name, minLength }, examples, env) => {
  const values = (env[name] ?? '').split(',').map((value) => value.trim());
  if (values.join('') === '') return `${name} (missing)`;
  if (values.some((value) => examples.some((example) => value.toLowerCase().startsWith(example)))) {
    return `${name} (still the example)`;
  }
  return values.some((value) => value.length < minLength)
    ? `${name} (shorter than ${minLength} characters)`
    : undefined;
};

/**
 * The guard of config/production.ts, asked before minutes are spent on a build. Strapi asks again by itself, for those
 * who start it without this script; the rules of both are in one file.
 */
export const checkSecrets = (env) => {
  const { examples, secrets } = rules();
  const problems = secrets.map((secret) => problemOf(secret, examples, env)).filter(Boolean);
  if (env.NODE_ENV !== 'production' || problems.length === 0) return;
  throw new Refusal(
    `Not started: in production these secrets must be set, in the environment or in .env: ${problems.join(', ')}. ` +
      'Make each with: openssl rand -hex 32',
  );
};
