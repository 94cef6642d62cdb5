import type { Core } from '@strapi/strapi';
import { HEALTH_PARTS, type Health, type HealthPartName } from '../../../contracts/health';
import { logLine } from '../kit/log-line';
import { rings } from './judge';

const EVERY_MS = 5_000;

/**
 * The alarm: looks by itself, also while nobody asks, and writes one line when it begins and one when it ends. Both are
 * errors: who reads only those must learn of its end, too. One look after the other, however long one takes.
 */
export const startWatch = (strapi: Core.Strapi, ask: () => Promise<Required<Health>>): (() => void) => {
  const ringing = new Set<HealthPartName>();
  let isAsking = false;

  const tell = ({ parts }: Required<Health>): void => {
    for (const name of HEALTH_PARTS) {
      const { status, depth, oldestSeconds } = parts[name];
      const [isRinging, mustRing] = [ringing.has(name), rings(name, parts[name], ringing.has(name))];
      if (mustRing === isRinging) continue;
      ringing[mustRing ? 'add' : 'delete'](name);
      const what = mustRing ? 'Health alarm: this does not move as it should' : 'Health alarm is over';
      strapi.log.error(logLine(what, { part: name, status, depth, oldestSeconds }));
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
