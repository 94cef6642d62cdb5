import type { AnyAction, Dispatch } from '@reduxjs/toolkit';
import { whatsappApi } from '../api/api';
import { dropEntry } from '../api/drop-entry';
import { isOfCompany } from './company-endpoints';

type ApiState = Parameters<typeof whatsappApi.util.selectInvalidatedBy>[0];

interface ApiStore {
  getState: () => ApiState;
  dispatch: Dispatch<AnyAction>;
}

/**
 * Drops every row of the company that is cached or on its way: by endpoint, because a request that waits for its answer
 * has no tags yet. Only while nothing is drawn from them: a query whose entry is gone does not ask again by itself. A
 * late answer finds no entry of its own request, and is dropped, too.
 */
export const forgetCompany = ({ getState, dispatch }: ApiStore): void => {
  for (const [queryCacheKey, entry] of Object.entries(getState()[whatsappApi.reducerPath].queries)) {
    if (isOfCompany(entry?.endpointName)) dropEntry(dispatch, queryCacheKey);
  }
};
