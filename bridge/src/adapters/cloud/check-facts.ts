import { z } from 'zod';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { CallGraph, GraphCredentials } from './graph-client';

/** What Graph says when it is asked about credentials: each answer, or the reason why there is none. */
export type Asked<Fact> = { ok: true; fact: Fact } | { ok: false; error: WhatsAppError };

const text = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const seconds = z.coerce.number().optional().catch(undefined);

const TokenFact = z.object({
  data: z.object({
    is_valid: z.boolean().catch(false),
    app_id: text,
    application: text,
    expires_at: seconds,
    data_access_expires_at: seconds,
    scopes: z.array(z.string()).catch([]),
    granular_scopes: z
      .array(z.object({ scope: z.string(), target_ids: z.array(z.coerce.string()).optional() }))
      .catch([]),
    error: z.object({ message: text }).optional().catch(undefined),
  }),
});
export type TokenFact = z.infer<typeof TokenFact>['data'];

const NumberFact = z.object({
  id: text,
  display_phone_number: text,
  verified_name: text,
  status: text,
  quality_rating: text,
  throughput: z.object({ level: text }).optional().catch(undefined),
  is_on_biz_app: z.boolean().optional().catch(undefined),
});
export type NumberFact = z.infer<typeof NumberFact>;

const Page = z.object({
  data: z.array(z.object({ id: z.coerce.string(), display_phone_number: text })),
  paging: z
    .object({ next: text, cursors: z.object({ after: text }).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

const SubscriptionFact = z.object({
  data: z.array(
    z.object({ whatsapp_business_api_data: z.object({ id: z.coerce.string() }).optional().catch(undefined) }),
  ),
});

const TemplateFact = z.object({ data: z.array(z.unknown()) });

/** Of a hundred numbers each: Meta allows an account far fewer, and somebody waits for the result. */
const MAX_PAGES = 3;

const ask = async <Fact>(read: () => Promise<Fact>): Promise<Asked<Fact>> => {
  try {
    return { ok: true, fact: await read() };
  } catch (error) {
    if (error instanceof WhatsAppError) return { ok: false, error };
    return {
      ok: false,
      error: new WhatsAppError('rejected', "Meta's answer has an unknown shape", { cause: error }),
    };
  }
};

export interface AccountNumber {
  id: string;
  displayPhoneNumber?: string;
}

export interface CheckFacts {
  token: Asked<TokenFact>;
  number: Asked<NumberFact>;
  numbersOfAccount: Asked<AccountNumber[]>;
  subscribedAppIds: Asked<string[]>;
  templates: Asked<number>;
}

interface Subject {
  credentials: GraphCredentials;
  phoneNumberId: string;
  businessAccountId: string;
}

/** Asks all five questions at once; none of them waits for, or fails with, another. */
export const gatherFacts = async (call: CallGraph, subject: Subject): Promise<CheckFacts> => {
  const { credentials, phoneNumberId, businessAccountId } = subject;
  const get = (path: string, query: Record<string, string>) =>
    call(credentials, { method: 'GET', path, query });

  const readNumbers = async (): Promise<AccountNumber[]> => {
    const numbers: AccountNumber[] = [];
    let after: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const query = { fields: 'id,display_phone_number', limit: '100', ...(after ? { after } : {}) };
      const { data, paging } = Page.parse(await get(`${businessAccountId}/phone_numbers`, query));
      numbers.push(...data.map((row) => ({ id: row.id, displayPhoneNumber: row.display_phone_number })));
      after = paging?.next ? paging.cursors?.after : undefined;
      if (!after || numbers.some((number) => number.id === phoneNumberId)) break;
    }
    return numbers;
  };

  const [token, number, numbersOfAccount, subscribedAppIds, templates] = await Promise.all([
    ask(
      async () =>
        TokenFact.parse(await get('debug_token', { input_token: credentials.accessToken.reveal() })).data,
    ),
    ask(async () =>
      NumberFact.parse(
        await get(phoneNumberId, {
          fields: 'id,display_phone_number,verified_name,status,quality_rating,throughput,is_on_biz_app',
        }),
      ),
    ),
    ask(readNumbers),
    ask(async () =>
      SubscriptionFact.parse(await get(`${businessAccountId}/subscribed_apps`, {})).data.flatMap(
        (row) => row.whatsapp_business_api_data?.id ?? [],
      ),
    ),
    ask(
      async () =>
        TemplateFact.parse(await get(`${businessAccountId}/message_templates`, { limit: '1' })).data.length,
    ),
  ]);
  return { token, number, numbersOfAccount, subscribedAppIds, templates };
};
