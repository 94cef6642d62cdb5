import type { Core } from '@strapi/strapi';
import type { ScopeOfCaller } from './current-scope';
import type { ScopedTypes } from './scoped-types';

interface Homepage {
  getCountDocuments(...args: unknown[]): Promise<unknown>;
}

interface Displayed {
  pluginOptions?: { 'content-manager'?: { visible?: boolean } };
}

/**
 * The Content Manager's home page counts rows by statements of its own, past every guard. It counts nothing for people
 * while a type of companies is shown there; ours never are, so without a declared type nothing changes.
 */
export const installHomepageCount = (
  strapi: Core.Strapi,
  { types, scopes }: { types: ScopedTypes; scopes: ScopeOfCaller },
): void => {
  const contentTypes = strapi.contentTypes as unknown as Record<string, Displayed>;
  const isShown = (uid: string) => contentTypes[uid]?.pluginOptions?.['content-manager']?.visible !== false;
  if (!types.uids.some(isShown)) return;

  const homepage = strapi.plugin('content-manager').service('homepage') as unknown as Homepage;
  const count = homepage.getCountDocuments.bind(homepage);
  homepage.getCountDocuments = async (...args) => {
    const scope = await scopes.find("The Content Manager's count of documents");
    return scope?.kind === 'tenants' ? { draft: 0, published: 0, modified: 0 } : count(...args);
  };
};
