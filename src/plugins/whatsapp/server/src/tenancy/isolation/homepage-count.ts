import type { Core } from '@strapi/strapi';
import type { ScopeOfCaller } from './current-scope';

interface Homepage {
  getCountDocuments(...args: unknown[]): Promise<unknown>;
}

/**
 * The Content Manager's home page counts rows by statements of its own, past every guard. It counts nothing for people
 * while there are companies' types among them.
 */
export const installHomepageCount = (strapi: Core.Strapi, scopes: ScopeOfCaller): void => {
  const homepage = strapi.plugin('content-manager').service('homepage') as unknown as Homepage;
  const count = homepage.getCountDocuments.bind(homepage);
  homepage.getCountDocuments = async (...args) => {
    const scope = await scopes.find("The Content Manager's count of documents");
    return scope?.kind === 'tenants' ? { draft: 0, published: 0, modified: 0 } : count(...args);
  };
};
