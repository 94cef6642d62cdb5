import { existsSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');

export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);

/** The compiled product: what runs in the tests is what runs in production. */
export const STRAPI_MAIN = inRoot('node_modules/@strapi/strapi/bin/strapi.js');
export const BRIDGE_MAIN = inRoot('bridge/dist/bridge/src/main.js');

export const assertBuilt = (): void => {
  const missing = [inRoot('dist/src/index.js'), BRIDGE_MAIN].filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Error('Strapi and bridge are not compiled: node scripts/build.mjs server bridge');
};
