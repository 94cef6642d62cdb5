import type { StrapiContext } from './kit/context';
import { ensureIndexes } from './store';

export const register = ({ strapi }: StrapiContext) => {
  strapi.hook('strapi::content-types.afterSync').register(() => ensureIndexes(strapi));
};
