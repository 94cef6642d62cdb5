import type { AnyAction, Dispatch } from '@reduxjs/toolkit';
import { whatsappApi } from './api';

type CacheKey = Parameters<typeof whatsappApi.internalActions.removeQueryResult>[0]['queryCacheKey'];

/** Takes one answer out of the cache. Its key is a string that Redux Toolkit brands in some places only. */
export const dropEntry = (dispatch: Dispatch<AnyAction>, queryCacheKey: string): void => {
  dispatch(
    whatsappApi.internalActions.removeQueryResult({ queryCacheKey: queryCacheKey as unknown as CacheKey }),
  );
};
