import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * For what work of the system itself every company's rows may be touched. This list is closed: whoever needs another
 * reason writes it here, where it is seen. Which files may say it at all stands in eslint.config.mjs (`SYSTEM_ROOMS`).
 */
export const SYSTEM_WORK = [
  'ingest',
  'outbox',
  'media',
  'web sessions',
  'bridge configuration',
  'realtime',
  'membership look-up',
  'relation check',
  'data transfer',
  'platform administration',
  'audit',
  'isolation check',
  'observability',
  'maintenance',
  'migrations',
] as const;
export type SystemWork = (typeof SYSTEM_WORK)[number];

export interface TenantsScope {
  kind: 'tenants';
  /** None: nothing is found, and nothing can be written. */
  tenantIds: readonly number[];
  /** Whoever asks may look and change nothing: a visitor of the platform, a token that reads. */
  isReadOnly?: true;
}
export interface SystemScope {
  kind: 'system';
  why: SystemWork;
}
/** Whose rows the running code may touch. It follows the code through promises, timers and event listeners. */
export type Scope = TenantsScope | SystemScope;

const storage = new AsyncLocalStorage<Scope>();

/** A query that is handed back unsent (knex sends it when it is awaited) is still sent inside. */
const within = <Result>(scope: Scope, work: () => Result | Promise<Result>): Promise<Result> =>
  storage.run(scope, async () => work());

/** Runs `work` for these companies only. */
export const asTenants = <Result>(
  tenantIds: readonly number[],
  work: () => Result | Promise<Result>,
): Promise<Result> => within({ kind: 'tenants', tenantIds: [...tenantIds] }, work);

/** Runs `work` for this company only, and lets it change nothing. */
export const asVisitorOf = <Result>(
  tenantId: number,
  work: () => Result | Promise<Result>,
): Promise<Result> => within({ kind: 'tenants', tenantIds: [tenantId], isReadOnly: true }, work);

/** Runs `work` for every company. For the rooms that eslint.config.mjs lists, and for the reasons above only. */
export const asSystem = <Result>(why: SystemWork, work: () => Result | Promise<Result>): Promise<Result> =>
  within({ kind: 'system', why }, work);

/** What was said by `asTenants` or `asSystem`, nothing guessed. */
export const spokenScope = (): Scope | undefined => storage.getStore();

/** A query of companies' rows ran while nobody was known to ask. Always a fault of code, never of a visitor. */
export class NoScopeError extends Error {
  constructor(what: string) {
    super(
      `${what} belongs to companies, and nobody is known who asks. Within a request let the route authenticate its ` +
        `caller; elsewhere (cron, socket, start) wrap the call in asTenants([tenantId], …), or, if it is the ` +
        `plugin's own work for all companies, in asSystem(why, …). See docs/extending.md.`,
    );
    this.name = 'NoScopeError';
  }
}
