import type { Core } from '@strapi/strapi';
import { addMs, clock, DAY_MS } from '../kit/clock';
import { dropUploads, knownStorageKeys, listTenants } from '../store';
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

/** So long an uploaded file waits for its message. */
const UNSENT_AGE_MS = DAY_MS;
const UPLOADS_AT_ONCE = 200;

/** Removes uploads that no message has taken within a day, rows first: nobody can send what is being removed. */
export const sweepUploads = async (strapi: Core.Strapi, storage: Storage): Promise<number> => {
  const before = addMs(clock.now(), -UNSENT_AGE_MS);
  let count = 0;
  for (;;) {
    const dropped = await dropUploads(strapi, { before, limit: UPLOADS_AT_ONCE });
    for (const { company, storageKey } of dropped) await storage.remove(company, storageKey);
    count += dropped.length;
    if (dropped.length < UPLOADS_AT_ONCE) return count;
  }
};
