import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import type { Installation } from './installation';
import { registerFirstAdmin } from './people';
import type { Person } from './people';
import { freePorts } from './ports';
import { inRoot } from './repository';
import { createServerProcess } from './server-process';
import type { ServerProcess } from './server-process';
import { copyStrapi } from './strapi-copy';
import { createTestDatabase, openDatabase } from './test-database';

const text = { type: 'string' };
const relation = (kind: string, target: string, more: object = {}) => ({
  type: 'relation',
  relation: kind,
  target: `api::${target}.${target}`,
  ...more,
});

/** What an application's developer would write: three types that join the companies, and one that does not. */
const TYPES: Record<string, { scoped: boolean; attributes: Record<string, object> }> = {
  deal: {
    scoped: true,
    attributes: {
      title: text,
      stage: relation('manyToOne', 'stage', { inversedBy: 'deals', useJoinTable: false }),
      badges: relation('manyToMany', 'badge', { inversedBy: 'deals' }),
      topics: relation('manyToMany', 'topic', { inversedBy: 'deals' }),
    },
  },
  stage: {
    scoped: true,
    attributes: { title: text, deals: relation('oneToMany', 'deal', { mappedBy: 'stage' }) },
  },
  badge: {
    scoped: true,
    attributes: { title: text, deals: relation('manyToMany', 'deal', { mappedBy: 'badges' }) },
  },
  topic: {
    scoped: false,
    attributes: { title: text, deals: relation('manyToMany', 'deal', { mappedBy: 'topics' }) },
  },
};
export const APP_TYPES = Object.keys(TYPES);

const addType = (folder: string, name: string): void => {
  const api = path.join(folder, 'dist/src/api', name);
  const uid = `api::${name}.${name}`;
  const { scoped = false, attributes = {} } = TYPES[name] ?? {};
  const schema = {
    kind: 'collectionType',
    collectionName: `app_${name}s`,
    info: { singularName: name, pluralName: `${name}s`, displayName: name },
    options: { draftAndPublish: false },
    pluginOptions: scoped ? { whatsapp: { tenantScoped: true } } : {},
    attributes,
  };
  const write = (file: string, content: string): void => {
    mkdirSync(path.dirname(path.join(api, file)), { recursive: true });
    writeFileSync(path.join(api, file), content);
  };
  write(`content-types/${name}/schema.json`, JSON.stringify(schema));
  for (const [part, factory] of Object.entries({
    controllers: 'Controller',
    services: 'Service',
    routes: 'Router',
  })) {
    write(
      `${part}/${name}.js`,
      `module.exports = require('@strapi/strapi').factories.createCore${factory}('${uid}');`,
    );
  }
};

const ISOLATION = 'dist/src/plugins/whatsapp/server/src';
const GUARDS: Record<string, string> = {
  'tenancy/isolation/query-builder.guard.js': 'exports.installQueryBuilderGuard = () => undefined;',
  'tenancy/isolation/lifecycle.guard.js':
    'exports.rowsOf = () => []; exports.installLifecycleGuard = () => undefined;',
  'tenancy/isolation/relation.guard.js': 'exports.installRelationGuard = () => undefined;',
  'tenancy/isolation/shared-relation.guard.js': 'exports.installSharedRelationGuard = () => undefined;',
  'tenancy/isolation/homepage-count.js': 'exports.installHomepageCount = () => undefined;',
  'store/constraints/index.js':
    'exports.lowerWalls = async () => undefined; exports.raiseWalls = async () => undefined;',
};

/** Takes the choke point out of a copy. */
const removeGuards = (folder: string): void =>
  Object.entries(GUARDS).forEach(([file, content]) =>
    writeFileSync(path.join(folder, ISOLATION, file), content),
  );

export interface ScopedAppOptions {
  /** `false` takes the choke point out of the copy: that the same attempts leak then shows that they are attempts. */
  isolated: boolean;
  /** Changes the copy before it starts. */
  prepare?: (folder: string) => void;
}

/** The compiled Strapi once more, with types of an application of its own. Gives what it must be told, and where it is. */
const copyApp = async ({ isolated, prepare }: ScopedAppOptions) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-scoped-'));
  const [port = 0] = await freePorts(1);
  copyStrapi(folder);
  APP_TYPES.forEach((name) => addType(folder, name));
  prepare?.(folder);
  if (!isolated) removeGuards(folder);
  return { folder, port };
};

const processOf = (folder: string, env: Record<string, string>): ServerProcess =>
  createServerProcess({
    file: inRoot('tests/support/strapi-in.cjs'),
    args: [folder, 'start'],
    env,
    logFile: path.join(folder, 'strapi.log'),
    readyUrl: `http://127.0.0.1:${env.PORT}/_health`,
  });

export interface ScopedFolder {
  folder: string;
  /** What a Strapi must be told that runs in it. */
  env: Record<string, string>;
  database: Knex;
  remove(): Promise<void>;
}

/** Such a copy with an empty database; nothing runs in it yet. */
export const makeScopedFolder = async (
  { kind, env }: Pick<Installation, 'kind' | 'env'>,
  options: ScopedAppOptions,
): Promise<ScopedFolder> => {
  const { folder, port } = await copyApp(options);
  const address = await createTestDatabase(kind, folder);
  const database = openDatabase(address);
  return {
    folder,
    env: {
      ...env,
      ...address.env,
      PORT: String(port),
      ENV_PATH: path.join(folder, 'no.env'),
      WHATSAPP_MEDIA_FOLDER: path.join(folder, 'media'),
    },
    database,
    async remove() {
      await database.destroy();
      await address.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface ScopedApp {
  installation: Pick<Installation, 'superAdmin'> & { strapiUrl: string };
  superAdmin: Person;
  strapi: ServerProcess;
  database: Knex;
  /** What it was started with, its database included, and where. */
  settings: Record<string, string>;
  folder: string;
  stop(): Promise<void>;
}

/** Such an application, running. */
export const startScopedApp = async (
  installation: Pick<Installation, 'kind' | 'env'>,
  options: ScopedAppOptions,
): Promise<ScopedApp> => {
  const { folder, env, database, remove } = await makeScopedFolder(installation, options);
  const strapiUrl = `http://127.0.0.1:${env.PORT}`;
  const strapi = processOf(folder, env);
  const stop = async (): Promise<void> => {
    await strapi.stop();
    await remove();
  };
  try {
    await strapi.start();
    const superAdmin = await registerFirstAdmin(strapiUrl);
    return {
      installation: { superAdmin, strapiUrl },
      superAdmin,
      strapi,
      database,
      settings: env,
      folder,
      stop,
    };
  } catch (error) {
    const tail = strapi.tail();
    await stop();
    throw new Error(`The application did not start: ${String(error)}\n${tail}`, { cause: error });
  }
};

export interface Twin {
  strapiUrl: string;
  stop(): Promise<void>;
}

/** A second copy beside a running one, on the same database: sessions of the first hold for it, too. */
export const startTwin = async (
  { settings }: Pick<ScopedApp, 'settings'>,
  options: ScopedAppOptions,
): Promise<Twin> => {
  const { folder, port } = await copyApp(options);
  const strapi = processOf(folder, {
    ...settings,
    PORT: String(port),
    ENV_PATH: path.join(folder, 'no.env'),
  });
  const stop = async (): Promise<void> => {
    await strapi.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await strapi.start();
    return { strapiUrl: `http://127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
