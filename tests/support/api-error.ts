import { z } from 'zod';
import { ErrorReport } from '../../src/plugins/whatsapp/contracts/errors';
import type { Reply } from './api-client';

/** Strapi's shape of an error, with our report in its details. */
export const ErrorBody = z.object({
  data: z.null(),
  error: z.object({ status: z.number(), name: z.string(), message: z.string(), details: ErrorReport }),
});

export const readError = ({ body }: Reply): ErrorReport => ErrorBody.parse(body).error.details;

export interface Endpoint {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  body?: unknown;
}
