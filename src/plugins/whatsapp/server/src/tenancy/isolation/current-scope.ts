import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { asSystem, NoScopeError, spokenScope, type Scope } from '../../kit/scope';
import { findMemberships, type Principal } from '../../store';
import { engineOf } from './engine';
import { callerOf } from './principal';

const NOBODY: Scope = { kind: 'tenants', tenantIds: [] };

export interface ScopeOfCaller {
  /**
   * Whose rows the running code may touch: what was said by `asTenants` or `asSystem`, else the company that the
   * request's caller works for at present. Null only for Strapi itself, before it has started or in one of its bulk tools.
   */
  find(what: string): Promise<Scope | null>;
  /** The same without waiting; fails where it would have to ask the database. */
  known(what: string): Scope | null;
  /** The export, import or transfer of Strapi's that goes on at present: one object from its begin to its end. */
  bulkRun(): object | null;
}

/**
 * The value is kept per request, never the promise: a caller inside a transaction would wait for a look-up outside of it,
 * which waits for the connection that the transaction holds (SQLite has one).
 */
export const createScopeOfCaller = (strapi: Core.Strapi): ScopeOfCaller => {
  const found = new WeakMap<Context, { key: string; scope: Scope }>();
  const { lifecycles } = engineOf(strapi);
  let bulkTools = 0;
  let bulkRun: object | null = null;
  let told = false;

  // Strapi's export, import and transfer switch the lifecycles off for their time; nobody else does. Its command line
  // serves nobody meanwhile; a server does so only for a transfer from another Strapi, when the platform allowed these.
  const mayBeBulkTool = (): boolean =>
    bulkTools > 0 &&
    (!strapi.server.httpServer.listening || strapi.config.get('server.transfer.remote.enabled', false));

  const { disable, enable } = lifecycles;
  lifecycles.disable = () => {
    bulkTools += 1;
    bulkRun ??= {};
    disable.call(lifecycles);
  };
  lifecycles.enable = () => {
    bulkTools = Math.max(0, bulkTools - 1);
    if (bulkTools === 0) bulkRun = null;
    enable.call(lifecycles);
  };

  const ofStrapiItself = (what: string): null => {
    if (!strapi.isLoaded) return null;
    if (!mayBeBulkTool()) throw new NoScopeError(what);
    if (!told) {
      // As an error: Strapi's command line shows nothing less.
      strapi.log.error(
        '[whatsapp] This export or transfer holds the rows of every company: keep it as such.',
      );
    }
    told = true;
    return null;
  };

  const keyOf = ({ kind, id }: Principal): string => `${kind}:${id}`;

  const settled = (what: string): { scope: Scope | null } | { ask: Principal; ctx: Context } => {
    const spoken = spokenScope();
    if (spoken) return { scope: spoken };
    const ctx = strapi.requestContext.get();
    if (!ctx) return { scope: ofStrapiItself(what) };
    const caller = callerOf(ctx.state);
    // Not signed in, or not yet: nothing, and nothing that is remembered.
    if (!caller) return { scope: NOBODY };
    if (caller === 'transfer') return { scope: { kind: 'system', why: 'data transfer' } };
    const before = found.get(ctx);
    return before?.key === keyOf(caller) ? { scope: before.scope } : { ask: caller, ctx };
  };

  return {
    bulkRun: () => bulkRun,

    async find(what) {
      const state = settled(what);
      if ('scope' in state) return state.scope;
      const [member] = await asSystem('membership look-up', () => findMemberships(strapi, state.ask));
      const scope: Scope = {
        kind: 'tenants',
        tenantIds: member ? [member.tenantId] : [],
        ...(member?.role === 'visitor' ? { isReadOnly: true } : {}),
      };
      found.set(state.ctx, { key: keyOf(state.ask), scope });
      return scope;
    },

    known(what) {
      const state = settled(what);
      if ('scope' in state) return state.scope;
      throw new NoScopeError(
        `${what}, in a statement that was built before anything was asked for this caller,`,
      );
    },
  };
};
