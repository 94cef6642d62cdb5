import type { Core } from '@strapi/strapi';
import { NoScopeError, type Scope } from '../../kit/scope';
import type { ScopeOfCaller } from './current-scope';
import { engineOf, type Builder } from './engine';
import type { ThroughExportAudit } from './export-audit';
import { checkMayWrite, refuseWrite } from './refusal';
import type { ScopedTypes } from './scoped-types';
import { asVisitorsFault } from './unfit-value';

const isWrite = (type: string): boolean => ['insert', 'update', 'delete', 'truncate'].includes(type);

const ownRows = (column: string, tenantIds: readonly number[]) => ({ [column]: { $in: [...tenantIds] } });

/** Refuses to insert for another company, and to give a row to one. */
const checkData = (
  data: unknown,
  column: string,
  { isInsert, tenantIds }: { isInsert: boolean; tenantIds: readonly number[] },
) => {
  for (const row of [data].flat() as (Record<string, unknown> | null)[]) {
    const isNamed = Boolean(row && column in row);
    if (!isInsert && (!isNamed || column === 'id')) continue;
    if (column === 'id' || !isNamed || !tenantIds.includes(Number(row?.[column]))) {
      refuseWrite('A row cannot be written for another company');
    }
  }
};

/** A neighbour's row that is joined to filter or sort by it is of the caller's companies, or it is not there. */
const restrictJoins = (builder: Builder, types: ScopedTypes, tenantIds: readonly number[]): void => {
  for (const join of builder.state.joins) {
    const column = join.referencedTable && types.columnOfTable(join.referencedTable);
    if (!column || (join.on && column in join.on)) continue;
    const name = `${join.alias}.${column}`;
    // Strapi compares with one value only; this is the row's own value where it is one of ours, else null.
    const places = tenantIds.map(() => '?').join(', ');
    const own = tenantIds.length
      ? builder.raw(`(case when ?? in (${places}) then ?? end)`, [name, ...tenantIds, name])
      : builder.raw('(null)', []);
    join.on = { ...join.on, [column]: own };
  }
};

/**
 * Between a row of nobody's and a company's lies a row of a table of links, which is nobody's either: one that leads to
 * another company's row is not there, or "has none" would be answered by what others have.
 */
const restrictLinks = (
  { state: { joins }, raw }: Builder,
  types: ScopedTypes,
  { isScoped, tenantIds }: { isScoped: boolean; tenantIds: readonly number[] },
): void => {
  const byAlias = new Map(joins.map((join) => [join.alias, join]));
  const isOwnTable = (alias: string | undefined): boolean => {
    const join = byAlias.get(alias ?? '');
    return join ? types.columnOfTable(join.referencedTable ?? '') !== undefined : isScoped;
  };
  for (const { referencedTable, referencedColumn, rootTable, rootColumn } of joins) {
    const column = referencedTable && types.columnOfTable(referencedTable);
    const link = byAlias.get(rootTable ?? '');
    if (!column || !link || !rootColumn || isOwnTable(link.alias) || isOwnTable(link.rootTable)) continue;
    const name = `${link.alias}.${rootColumn}`;
    const places = tenantIds.map(() => '?').join(', ');
    const own = tenantIds.length
      ? raw(`(select t.?? from ?? t where t.?? = ?? and t.?? in (${places}))`, [
          ...[referencedColumn, referencedTable, referencedColumn, name, column],
          ...tenantIds,
        ])
      : raw('(null)', []);
    link.on = { ...link.on, [rootColumn]: own };
  }
};

/** Rows as the engine gives them, or one; a count has nothing to hide. */
const withoutSecrets = (result: unknown, secrets: readonly string[]): unknown => {
  for (const row of [result].flat()) {
    if (typeof row === 'object' && row !== null)
      secrets.forEach((name) => delete (row as Record<string, unknown>)[name]);
  }
  return result;
};

/**
 * The narrowest place: whatever Strapi's engine does, also populate, relation pickers, sub-queries and relation writes,
 * makes its statement here. Rows are filtered just before the statement is built.
 */
export const installQueryBuilderGuard = (
  strapi: Core.Strapi,
  { types, scopes, exported }: { types: ScopedTypes; scopes: ScopeOfCaller; exported: ThroughExportAudit },
): void => {
  const { entityManager } = engineOf(strapi);
  const create = entityManager.createQueryBuilder;

  const guard = (builder: Builder, uid: string): Builder => {
    const isScoped = types.isScoped(uid);
    let asked: Scope | null | undefined;
    const { execute, processState, clone, stream } = builder;

    builder.processState = function process() {
      const { state } = builder;
      const isFirst = !state.processed;
      if (isFirst && isScoped) {
        const scope = asked === undefined ? scopes.known(uid) : asked;
        if (scope?.kind === 'tenants') {
          const column = types.columnOf(uid);
          const isInsert = state.type === 'insert';
          if (isWrite(state.type)) checkMayWrite(uid, scope);
          if (isInsert || state.type === 'update') {
            checkData(state.data, column, { isInsert, tenantIds: scope.tenantIds });
          }
          if (!isInsert) state.where.push(ownRows(column, scope.tenantIds));
        }
      }
      processState.call(builder);
      const hasScopedJoin = state.joins.some(
        ({ referencedTable }) => referencedTable && types.columnOfTable(referencedTable),
      );
      if (!isFirst || !hasScopedJoin) return;
      const scope = asked === undefined ? scopes.known(uid) : asked;
      if (scope?.kind !== 'tenants') return;
      restrictJoins(builder, types, scope.tenantIds);
      restrictLinks(builder, types, { isScoped, tenantIds: scope.tenantIds });
    };
    builder.execute = async function run(options) {
      asked = await scopes.find(uid).catch((error: unknown) => {
        // A type of nobody's may be read without anybody; only a join to a company's rows asks again, and fails.
        if (isScoped || !(error instanceof NoScopeError)) throw error;
        return undefined;
      });
      const result = await execute.call(builder, options).catch((error: unknown) => {
        throw strapi.requestContext.get() ? asVisitorsFault(error) : error;
      });
      return asked?.kind === 'tenants' ? withoutSecrets(result, types.secretsOf(uid)) : result;
    };
    builder.stream = (options) => {
      const run = isScoped ? scopes.bulkRun() : null;
      const open = () => stream.call(builder, options);
      return run && scopes.known(uid)?.kind !== 'tenants' ? exported(run, open) : open();
    };
    builder.clone = () => guard(clone.call(builder), uid);
    return builder;
  };

  entityManager.createQueryBuilder = function guarded(uid) {
    const builder = create.call(this, uid);
    return types.reaches(uid) ? guard(builder, uid) : builder;
  };
};
