import type { Core } from '@strapi/strapi';
import { clock, DAY_MS } from '../kit/clock';
import { knownStorageKeys, listTenants } from '../store';
import type { Storage } from './storage';

/** Younger ones may be on their way into their row. */
const ORPHAN_AGE_MS = DAY_MS;

/**
 * Removes files that no row knows, and gives their number. `isOurs`: folders of companies that this database does not know
 * are those of deleted ones; else they may be another installation's, and stay.
 */
export const sweepFiles = async (strapi: Core.Strapi, storage: Storage, isOurs: boolean): Promise<number> => {
  const now = clock.now();
  const known = new Set((await listTenants(strapi)).map(({ documentId }) => documentId));
  let count = await storage.sweepIncoming(ORPHAN_AGE_MS, now);
  for (const company of await storage.companies()) {
    if (!isOurs && !known.has(company)) continue;
    const keys = await storage.keysOlderThan(company, ORPHAN_AGE_MS, now);
    const kept = await knownStorageKeys(strapi, keys);
    for (const key of keys.filter((one) => !kept.has(one))) {
      await storage.remove(company, key);
      count += 1;
    }
    if (!known.has(company)) await storage.removeEmpty(company);
  }
  return count;
};
