import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(__dirname, '../../../tests/fixtures/cloud-api');

/** Meta's own examples of webhooks. */
export const WEBHOOK_FIXTURES: readonly string[] = readdirSync(FOLDER).filter((name) =>
  /^wh\..*\.json$/.test(name),
);

export const readFixture = (name: string): Buffer => readFileSync(path.join(FOLDER, name));

export interface SignatureVector {
  text: string;
  encoding: string;
  raw_body: string;
  app_secret: string;
  x_hub_signature_256: string;
  reserialised_matches: boolean;
}

export const SIGNATURE_VECTORS = JSON.parse(
  readFixture('_signature_vectors.json').toString('utf8'),
) as SignatureVector[];

/** The secret of the app in most tests. */
export const APP_SECRET = '0123456789abcdef0123456789abcdef';
export const ACCESS_TOKEN = 'EAAtesttokentesttokentesttoken';
export const PHONE_NUMBER_ID = '106540352242922';
export const BUSINESS_ACCOUNT_ID = '102290129340398';

/** A webhook body around `value`, as Meta wraps it. */
export const webhookBody = (value: object, field = 'messages'): Buffer =>
  Buffer.from(
    JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: BUSINESS_ACCOUNT_ID, changes: [{ field, value }] }],
    }),
  );

export const METADATA = { display_phone_number: '15550100001', phone_number_id: PHONE_NUMBER_ID };

/** A text message of an invented customer. */
export const textMessage = (id: string, overrides: object = {}): object => ({
  from: '15550100123',
  id,
  timestamp: '1761990000',
  type: 'text',
  text: { body: 'Is it still there?' },
  ...overrides,
});

export const messagesValue = (messages: unknown[], overrides: object = {}): object => ({
  messaging_product: 'whatsapp',
  metadata: METADATA,
  contacts: [{ profile: { name: 'Ana Pérez' }, wa_id: '15550100123' }],
  messages,
  ...overrides,
});
