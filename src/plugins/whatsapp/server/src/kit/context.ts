import type { Core } from '@strapi/strapi';

/** What Strapi hands to every factory. */
export interface StrapiContext {
  strapi: Core.Strapi;
}
