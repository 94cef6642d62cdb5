import type { Core } from '@strapi/strapi';
import { createScopeOfCaller } from './current-scope';
import { checkEngine } from './engine';
import { createExportAudit } from './export-audit';
import { installForeignKeyForms } from './foreign-keys';
import { installHomepageCount } from './homepage-count';
import { installLifecycleGuard } from './lifecycle.guard';
import { installQueryBuilderGuard } from './query-builder.guard';
import { installRelationGuard } from './relation.guard';
import { findScopedTypes, joinDeclaredTypes, type ScopedTypes } from './scoped-types';
import { installSharedRelationGuard } from './shared-relation.guard';

export { findScopedTypes, type ScopedTypes };

/**
 * The choke point: every query of a scoped type, whichever way it comes into Strapi, is of the caller's companies.
 * Gives no rows and no doors; what it installs holds for code that has never heard of companies.
 */
export interface Isolation {
  /** Once Strapi knows its models, before the first statement on a company's rows. */
  install(): void;
  /** Every scoped content type. Once Strapi knows its models. */
  scopedUids(): string[];
}

/** Called while Strapi registers: declared types get their column before the database is brought up to date. */
export const prepareIsolation = (strapi: Core.Strapi): Isolation => {
  joinDeclaredTypes(strapi);
  return {
    install() {
      checkEngine(strapi);
      const scopes = createScopeOfCaller(strapi);
      const types: ScopedTypes = findScopedTypes(strapi);
      installQueryBuilderGuard(strapi, { types, scopes, exported: createExportAudit(strapi) });
      installLifecycleGuard(strapi, { types, scopes });
      installRelationGuard(strapi, { types, scopes });
      installSharedRelationGuard(strapi, { types, scopes });
      installForeignKeyForms(strapi, types);
      installHomepageCount(strapi, { types, scopes });
    },
    scopedUids: () => findScopedTypes(strapi).uids,
  };
};
