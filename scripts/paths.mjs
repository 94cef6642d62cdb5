import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** A path inside the repository. */
export const inRoot = (...parts) => path.join(ROOT, ...parts);

/** The entry file of a tool in node_modules, run with this very node: no shell, no npx. */
export const TOOLS = {
  strapi: inRoot('node_modules/@strapi/strapi/bin/strapi.js'),
  tsc: inRoot('node_modules/typescript/bin/tsc'),
  eslint: inRoot('node_modules/eslint/bin/eslint.js'),
  depcruise: inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
  prettier: inRoot('node_modules/prettier/bin/prettier.cjs'),
  jest: inRoot('node_modules/jest/bin/jest.js'),
};

/** What the builds leave behind, and what is started. */
export const OUTPUT = {
  server: inRoot('dist'),
  bridge: inRoot('bridge/dist'),
  bridgeMain: inRoot('bridge/dist/bridge/src/main.js'),
  simulators: inRoot('tests/.build'),
};

const demoFolder = path.resolve(ROOT, process.env.WHATSAPP_DEMO_FOLDER || '.tmp');

/** What the demo keeps between two starts. Another folder is another demo. */
export const DEMO = {
  folder: demoFolder,
  database: path.join(demoFolder, 'demo.db'),
  media: path.join(demoFolder, 'demo-media'),
  sessions: path.join(demoFolder, 'demo-sessions'),
  keepsake: path.join(demoFolder, 'demo.json'),
};
