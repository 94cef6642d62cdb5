import type { StrapiContext } from './kit/context';
import { leaveUploadsAlone } from './media';
import { ensureIndexes, lowerWalls, raiseWalls } from './store';
import { prepareIsolation } from './tenancy';

interface Hook {
  register(run: () => Promise<void>): void;
}

export const register = ({ strapi }: StrapiContext) => {
  leaveUploadsAlone(strapi);
  const isolation = prepareIsolation(strapi);
  const hook = (name: string) => strapi.hook(`strapi::content-types.${name}`) as Hook;

  hook('beforeSync').register(async () => {
    isolation.install();
    await lowerWalls(strapi);
  });
  hook('afterSync').register(async () => {
    await ensureIndexes(strapi);
    await raiseWalls(strapi, isolation.scopedUids());
  });
};
