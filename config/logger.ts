import type { Core } from '@strapi/strapi';

/** `http` writes a line for each request, `info` does not. */
const config = ({ env }: Core.Config.Shared.ConfigParams) => ({ level: env('LOG_LEVEL', 'http') });

export default config;
