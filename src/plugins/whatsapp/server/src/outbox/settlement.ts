import type { Core } from '@strapi/strapi';
import { backoffMs } from '../kit/backoff';
import { createGatherer, type Gatherer } from '../kit/gatherer';
import { pause } from '../kit/pause';
import { isDataFault } from '../store';
import { settleAll, type Ended } from './settle';

const MAX_TOGETHER = 200;
/** From one transaction to the next while sends keep ending. */
const GATHER_MS = 20;
/** About ten seconds in all: a database that restarts is waited for, because nobody else knows how these sends ended. */
const TRIES = 8;
const BACKOFF = { baseMs: 50, maxMs: 3_000 };

/** Writes down how sends ended: those that end while a transaction runs share the next one. */
export const createSettlement = (strapi: Core.Strapi): Gatherer<Ended> => {
  const flush = async (ended: Ended[]): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await settleAll(strapi, ended);
      } catch (error) {
        if (attempt >= TRIES || isDataFault(error)) throw error;
        await pause(backoffMs(attempt, BACKOFF));
      }
    }
  };
  return createGatherer(flush, { maxItems: MAX_TOGETHER, everyMs: GATHER_MS });
};
