import type { Core } from '@strapi/strapi';
import { HEALTH_PARTS, type Health, type HealthPartName } from '../../../contracts/health';
import { logLine } from '../kit/log-line';

const EVERY_MS = 5_000;

/**
 * The alarm: looks by itself, also while nobody asks, and writes a line when a part stops and when it goes on. One look
 * after the other, however long one takes.
 */
export const startWatch = (strapi: Core.Strapi, ask: () => Promise<Required<Health>>): (() => void) => {
  const down = new Set<HealthPartName>();
  let isAsking = false;

  const tell = ({ parts }: Required<Health>): void => {
    for (const name of HEALTH_PARTS) {
      const { status, depth, oldestSeconds } = parts[name];
      if (status === 'down' && !down.has(name)) {
        down.add(name);
        strapi.log.error(logLine('Health: something stands still', { part: name, depth, oldestSeconds }));
      }
      if (status !== 'down' && down.delete(name)) {
        strapi.log.info(logLine('Health: it moves again', { part: name, depth }));
      }
    }
  };

  const look = (): void => {
    if (isAsking) return;
    isAsking = true;
    ask()
      .then(tell)
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] The health could not be told: ${String(error)}`);
      })
      .finally(() => {
        isAsking = false;
      });
  };

  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
};
