import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runNode } from '../command.mjs';
import { OUTPUT, TOOLS, inRoot } from '../paths.mjs';
import { Refusal } from '../main.mjs';
import { readEnvironment } from './environment.mjs';
import { digestSources } from './sources.mjs';

const SHOWN_LINES = 30;
const CONTRACTS = 'src/plugins/whatsapp/contracts';
const ADMIN_SOURCES = /^src\/(admin\/|plugins\/[^/]+\/admin\/)/;

// Strapi's base tsconfig keeps its build memory inside node_modules, and would emit nothing into a fresh dist.
const COLD = ['--incremental', 'false', '--tsBuildInfoFile', 'null'];

/** Vite bakes the path below which Strapi is served into the admin panel. */
const bakedIn = () => {
  const address = readEnvironment().PUBLIC_URL ?? '';
  return URL.canParse(address) ? new URL(address).pathname : '/';
};

const compile = (project, extra = []) => runNode(TOOLS.tsc, ['-p', project, ...extra]);

const removeServerCode = () => {
  // A file that was renamed or deleted in src/ must not live on here: Strapi loads whatever it finds.
  for (const folder of ['config', 'database', 'src'])
    rmSync(path.join(OUTPUT.server, folder), { recursive: true, force: true });
};

/**
 * What can be built. `isPresent` guards against an output that somebody removed by hand; server and panel share
 * dist/ but not their stamps, because the panel takes minutes and the server seconds.
 */
const PARTS = {
  server: {
    stamp: path.join(OUTPUT.server, '.server-stamp'),
    isPresent: () => existsSync(path.join(OUTPUT.server, 'src/index.js')),
    digest: () =>
      digestSources(['config', 'database', 'src', 'tsconfig.json', 'package-lock.json'], {
        exclude: ADMIN_SOURCES,
      }),
    build: () => {
      removeServerCode();
      return compile(inRoot('tsconfig.json'), COLD);
    },
  },
  panel: {
    stamp: path.join(OUTPUT.server, '.panel-stamp'),
    isPresent: () => existsSync(path.join(OUTPUT.server, 'build/index.html')),
    digest: () =>
      digestSources(
        [
          'src/admin',
          'src/plugins/whatsapp/admin',
          'src/plugins/whatsapp/package.json',
          CONTRACTS,
          'config/admin.ts',
          'package-lock.json',
        ],
        { extra: bakedIn() },
      ),
    // Compiles the server as well, which is why it runs alone in dist/.
    build: () => {
      rmSync(OUTPUT.server, { recursive: true, force: true });
      return runNode(TOOLS.strapi, ['build'], { env: { ...process.env, NODE_ENV: 'production' } });
    },
  },
  bridge: {
    stamp: path.join(OUTPUT.bridge, '.stamp'),
    isPresent: () => existsSync(OUTPUT.bridgeMain),
    digest: () => digestSources(['bridge/src', 'bridge/tsconfig.json', CONTRACTS, 'package-lock.json']),
    build: () => {
      rmSync(OUTPUT.bridge, { recursive: true, force: true });
      return compile(inRoot('bridge/tsconfig.json'));
    },
  },
  simulators: {
    stamp: path.join(OUTPUT.simulators, '.stamp'),
    isPresent: () => existsSync(OUTPUT.simulators),
    digest: () => digestSources(['tests/simulators', CONTRACTS, 'package-lock.json']),
    build: () => {
      rmSync(OUTPUT.simulators, { recursive: true, force: true });
      return compile(inRoot('tests/simulators/tsconfig.build.json'));
    },
  },
};

export const BUILDABLE = Object.keys(PARTS);

const isFresh = (part, digest) =>
  part.isPresent() && existsSync(part.stamp) && readFileSync(part.stamp, 'utf8') === digest;

const writeStamp = (part, digest) => {
  mkdirSync(path.dirname(part.stamp), { recursive: true });
  writeFileSync(part.stamp, digest);
};

/** The first errors are the ones to mend; the rest often follows from them. */
const shorten = (output) => {
  const lines = output.trim().split('\n');
  const rest = lines.length - SHOWN_LINES;
  return rest > 0
    ? [...lines.slice(0, SHOWN_LINES), `… and ${rest} lines more`].join('\n')
    : lines.join('\n');
};

const buildPart = async (name, digest) => {
  const part = PARTS[name];
  const startedAt = Date.now();
  const { code, output } = await part.build();
  if (code !== 0 || !part.isPresent()) throw new Refusal(`Building the ${name} failed:\n${shorten(output)}`);
  writeStamp(part, digest);
  console.log(`Built the ${name} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
};

/**
 * Brings the named parts up to date, in parallel where they do not share a folder. Nothing is built whose sources are
 * the same as last time. Resolves to whether anything was built.
 */
export const ensureBuilt = async (names) => {
  const digests = Object.fromEntries(Object.entries(PARTS).map(([name, part]) => [name, part.digest()]));
  const stale = names.filter((name) => !isFresh(PARTS[name], digests[name]));
  if (stale.length === 0) return false;
  console.log(`Building: ${stale.join(', ')} …`);

  // The panel's build empties dist/ and compiles the server on its way.
  const isServerIncluded = stale.includes('panel');
  const alone = isServerIncluded ? stale.filter((name) => name !== 'server') : stale;
  const results = await Promise.allSettled(alone.map((name) => buildPart(name, digests[name])));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  if (isServerIncluded) writeStamp(PARTS.server, digests.server);
  return true;
};

/** What must be compiled before a group of tests can run. */
export const BUILDS_OF = {
  api: ['server', 'bridge'],
  flow: ['server', 'panel', 'bridge', 'simulators'],
  e2e: ['server', 'panel', 'bridge'],
  bench: ['server', 'bridge'],
};
