import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Installation } from './installation';

/** All that Strapi and the bridge have written so far. */
export const readLogs = ({ env }: Installation): string => {
  const folder = path.dirname(env.ENV_PATH ?? '');
  const logs = process.env.WHATSAPP_TEST_LOGS ?? folder;
  return ['strapi', 'bridge']
    .map((name) => readFileSync(path.join(logs, `${path.basename(folder)}-${name}.log`), 'utf8'))
    .join('\n');
};
