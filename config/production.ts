import type { Core } from '@strapi/strapi';
import { unsafeSecrets } from './secrets/unsafe-secrets';

/**
 * Not a setting but a guard: Strapi reads every file of this folder before it does anything else, so this is the
 * earliest place to refuse, whoever starts it. A build needs no secrets and leaves none in its output.
 */
const guard = ({ env }: Core.Config.Shared.ConfigParams): Record<string, never> => {
  const isBuild = process.argv[2] === 'build';
  if (env('NODE_ENV') !== 'production' || isBuild) return {};

  const unsafe = unsafeSecrets((name) => env(name));
  if (unsafe.length > 0) {
    // Thrown errors reach the terminal with a stack and a wrapped message; what is wanted here is one line to act on.
    process.stderr.write(
      `Not started: in production these secrets must be set, in the environment or in .env: ${unsafe.join(', ')}. ` +
        'Make each with: openssl rand -hex 32\n',
    );
    process.exit(1);
  }
  return {};
};

export default guard;
