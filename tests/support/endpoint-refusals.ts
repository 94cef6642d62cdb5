import type { ApiClient, Reply } from './api-client';
import { readError } from './api-error';
import type { Endpoint } from './api-error';

export interface OwedRefusals {
  endpoint: () => Endpoint;
  anybody: () => ApiClient;
  /** Somebody who may ask, but of another company. Null: the endpoint has no row that could belong to anybody. */
  stranger: (() => ApiClient) | null;
  /** A request that is wrong at `wrongPath`, by somebody who may ask. Null: there is nothing to get wrong. */
  wrong: { by: () => ApiClient; endpoint: () => Endpoint; wrongPath: string } | null;
  /** A colleague who may do everything but this. Null: everybody of the panel may ask. */
  powerless: { by: () => ApiClient; right: string } | null;
}

const ask = (client: ApiClient, { method, path, body }: Endpoint): Promise<Reply> =>
  client[method](path, body);

/** What every endpoint of the panel owes to those who may not ask, or who ask for the wrong thing. */
export const describeRefusals = ({ endpoint, anybody, stranger, wrong, powerless }: OwedRefusals): void => {
  it('answers 401 without a session, and to a token that is none', async () => {
    const tokens = [null, 'garbage', `${anybody().token}x`];
    const replies = await Promise.all(tokens.map((token) => ask(anybody().as(token), endpoint())));
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 401]);
  });

  if (stranger) {
    it('answers 404 to another company', async () => {
      const reply = await ask(stranger(), endpoint());
      expect(reply.status).toBe(404);
      expect(readError(reply).kind).toBe('not-found');
    });
  }

  if (wrong) {
    it(`answers 400 to what is wrong at ${wrong.wrongPath}`, async () => {
      const reply = await ask(wrong.by(), wrong.endpoint());
      expect(reply.status).toBe(400);
      expect(readError(reply).fields?.map(({ path }) => path)).toEqual([wrong.wrongPath]);
    });
  }

  if (powerless) {
    it(`answers 403 without the right ${powerless.right}`, async () => {
      expect((await ask(powerless.by(), endpoint())).status).toBe(403);
    });
  }
};
