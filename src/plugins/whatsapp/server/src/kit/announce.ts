import type { Core } from '@strapi/strapi';

/** Tells whoever listens on Strapi's event hub. Nobody waits for them, and what they throw is logged, not passed on. */
export const announce = (strapi: Core.Strapi, event: string, payload: unknown): void => {
  strapi.eventHub.emit(event, payload).catch((error: unknown) => {
    strapi.log.error(
      `A listener of ${event} failed: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
};
