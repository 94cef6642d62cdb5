import { z } from 'zod';
import { ErrorReport } from '../../src/plugins/whatsapp/contracts/errors';
import type { ApiClient, Reply } from './api-client';

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

interface Refusals {
  endpoint: () => Endpoint;
  /** Somebody who may ask, but of another company. Without it the endpoint has no row that could belong to anybody. */
  stranger?: () => ApiClient;
  /** Somebody who may ask, and a body (or query, in `path`) that is wrong at `wrongPath`. */
  wrong?: { by: () => ApiClient; endpoint: () => Endpoint; wrongPath: string };
}

const ask = (client: ApiClient, { method, path, body }: Endpoint): Promise<Reply> =>
  method === 'get' || method === 'delete' ? client[method](path) : client[method](path, body);

/** The three refusals that every endpoint owes: without a session, for another company, with a bad body. */
export const standardRefusals = (anybody: () => ApiClient, { endpoint, stranger, wrong }: Refusals): void => {
  it('answers 401 without a session', async () => {
    const reply = await ask(anybody().as(null), endpoint());
    expect(reply.status).toBe(401);
  });

  it.each(stranger ? [stranger] : [])('answers 404 to another company', async (client) => {
    const reply = await ask(client(), endpoint());
    expect(reply.status).toBe(404);
    expect(readError(reply)).toMatchObject({ kind: 'not-found' });
  });

  it.each(wrong ? [wrong] : [])('answers 400 to a bad body and names $wrongPath', async (refused) => {
    const reply = await ask(refused.by(), refused.endpoint());
    expect(reply.status).toBe(400);
    expect(readError(reply).fields?.map(({ path }) => path)).toContain(refused.wrongPath);
  });
};
