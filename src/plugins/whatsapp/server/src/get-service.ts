import type { Core } from '@strapi/strapi';
import type { services } from './services';

type Services = { [Name in keyof typeof services]: ReturnType<(typeof services)[Name]> };

/** Typed look-up, so that a project may still replace a service through Strapi's registry. Imports types only: no circle. */
export const getService = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] =>
  strapi.plugin('whatsapp').service<Services[Name]>(name);
