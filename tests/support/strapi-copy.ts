import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from './repository';

const CONTENT_TYPES = 'dist/src/plugins/whatsapp/server/src/store/content-types';

/**
 * The compiled Strapi once more, in a folder of its own, so that a test can change what was compiled. Packages are
 * shared. Start it with `tests/support/strapi-in.cjs <folder> start`.
 */
export const copyStrapi = (folder: string): void => {
  mkdirSync(path.join(folder, 'public/uploads'), { recursive: true });
  mkdirSync(path.join(folder, 'database/migrations'), { recursive: true });
  cpSync(inRoot('dist'), path.join(folder, 'dist'), { recursive: true });
  cpSync(inRoot('package.json'), path.join(folder, 'package.json'));
  // Only that there is one, and where it points to, makes Strapi look into `dist`.
  writeFileSync(path.join(folder, 'none.ts'), 'export {};\n');
  const compiled = { compilerOptions: { outDir: 'dist' }, files: ['none.ts'] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(compiled));
  for (const file of ['package.json', 'strapi-server.js']) {
    cpSync(inRoot('src/plugins/whatsapp', file), path.join(folder, 'src/plugins/whatsapp', file));
  }
  symlinkSync(inRoot('node_modules'), path.join(folder, 'node_modules'));
};

/** Rewrites one compiled content type; fails when there is nothing to rewrite. */
export const changeContentType = (folder: string, name: string, from: string, to: string): void => {
  const file = path.join(folder, CONTENT_TYPES, `${name}.js`);
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${name} has no ${from}`);
  writeFileSync(file, before.replace(from, to));
};
