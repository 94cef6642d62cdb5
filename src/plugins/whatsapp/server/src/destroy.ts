import type { StrapiContext } from './kit/context';
import { getService } from './get-service';

export const destroy = async ({ strapi }: StrapiContext) => {
  getService(strapi, 'observability').stop();
  await getService(strapi, 'isolationCheck').stop();
  getService(strapi, 'realtime').stop();
  await getService(strapi, 'media').stop();
  await getService(strapi, 'ingest').stop();
  await getService(strapi, 'outbox').stop();
  await getService(strapi, 'coordination').stop();
};
