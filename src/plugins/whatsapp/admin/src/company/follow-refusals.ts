import { isRejectedWithValue, type Middleware } from '@reduxjs/toolkit';
import { z } from 'zod';
import { meApi } from '../api/me';
import { asksForCompany } from './company-endpoints';

const Refusal = z.object({
  payload: z.object({ status: z.union([z.literal(403), z.literal(404), z.literal(409)]) }),
  meta: z.object({ arg: z.object({ endpointName: z.string() }) }),
});

/**
 * "Not yours", "not allowed" and "changed meanwhile" may mean that the person no longer works for the company on screen,
 * or with fewer rights: then the panel asks who they are now, and the screen follows.
 */
export const followRefusals = (): Middleware => (store) => (next) => (action: unknown) => {
  const result: unknown = next(action as Parameters<typeof next>[0]);
  if (!isRejectedWithValue(action)) return result;
  const refusal = Refusal.safeParse(action);
  if (refusal.success && asksForCompany(refusal.data.meta.arg.endpointName)) {
    store.dispatch(
      meApi.endpoints.getWhatsAppMe.initiate(undefined, {
        subscribe: false,
        forceRefetch: true,
      }) as unknown as Parameters<typeof store.dispatch>[0],
    );
  }
  return result;
};
