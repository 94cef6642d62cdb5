import type { Core } from '@strapi/strapi';

/*
 * Strapi's query engine as far as the guards reach into it. These names are private to Strapi: `checkEngine` looks for
 * each when Strapi starts, so that an upgrade which moves one stops the start instead of opening a door.
 */

export interface Join {
  alias: string;
  referencedTable?: string;
  referencedColumn?: string;
  /** The alias and column that it is joined to. */
  rootTable?: string;
  rootColumn?: string;
  on?: Record<string, unknown>;
}

export interface BuilderState {
  type: string;
  where: unknown[];
  joins: Join[];
  data: unknown;
  processed: boolean;
}

export interface Builder {
  state: BuilderState;
  raw(sql: string, bindings: unknown[]): unknown;
  clone(): Builder;
  getKnexQuery(): unknown;
  processState(): void;
  execute(options?: unknown): Promise<unknown>;
  stream(options?: unknown): unknown;
}

export interface EntityManager {
  createQueryBuilder(uid: string): Builder;
}

export interface Lifecycles {
  subscribe(subscriber: object): unknown;
  disable(): void;
  enable(): void;
}

export interface Attribute {
  type: string;
  columnName?: string;
  private?: boolean;
  relation?: string;
  target?: string;
  useJoinTable?: boolean;
  joinColumn?: { name: string };
  joinTable?: { name: string; joinColumn?: { name: string }; inverseJoinColumn?: { name: string } };
  component?: string;
  components?: string[];
}

export interface Model {
  uid: string;
  tableName: string;
  attributes: Record<string, Attribute>;
}

export interface Repository {
  findOne(query: object): Promise<Record<string, unknown> | null>;
  findMany(query: object): Promise<Record<string, unknown>[]>;
  count(query: object): Promise<number>;
}

interface Engine {
  entityManager: EntityManager;
  lifecycles: Lifecycles;
  metadata: Map<string, Model>;
  query(uid: string): Repository;
  inTransaction(): boolean;
}

export const engineOf = (strapi: Core.Strapi): Engine => strapi.db;

const isFunction = (owner: unknown, name: string): boolean =>
  typeof (owner as Record<string, unknown> | undefined)?.[name] === 'function';

/** Fails with everything that is missing, and with the version that it is missing in. */
export const checkEngine = (strapi: Core.Strapi): void => {
  const { entityManager, lifecycles } = engineOf(strapi);
  const probe = isFunction(entityManager, 'createQueryBuilder')
    ? entityManager.createQueryBuilder('admin::user')
    : undefined;
  const parts: [string, unknown, string[]][] = [
    ['db.entityManager', entityManager, ['createQueryBuilder']],
    ['db.lifecycles', lifecycles, ['subscribe', 'disable', 'enable']],
    ['a query builder', probe, ['clone', 'getKnexQuery', 'processState', 'execute', 'stream', 'raw']],
    ['requestContext', strapi.requestContext, ['get']],
    [
      "the Content Manager's homepage",
      strapi.plugin('content-manager').service('homepage'),
      ['getCountDocuments'],
    ],
  ];
  const missing = parts.flatMap(([part, owner, names]) =>
    names.filter((name) => !isFunction(owner, name)).map((name) => `${part}: ${name}()`),
  );
  for (const name of ['where', 'joins', 'processed', 'type', 'data']) {
    if (!probe || !(name in probe.state)) missing.push(`a query builder's state: ${name}`);
  }
  if (missing.length > 0) {
    throw new Error(
      `The isolation of companies cannot hold in Strapi ${String(strapi.config.get('info.strapi'))}: ` +
        `it relies on ${missing.join(', ')}, which this version does not have. Go back to the version in package.json.`,
    );
  }
};
