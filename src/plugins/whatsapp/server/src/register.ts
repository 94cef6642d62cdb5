import type { StrapiContext } from './kit/context';
import { ensureIndexes } from './store';

export const register = ({ strapi }: StrapiContext) => {
  const afterSync = strapi.hook('strapi::content-types.afterSync') as {
    register(run: () => Promise<void>): void;
  };
  afterSync.register(() => ensureIndexes(strapi));
};
