import { z } from 'zod';

/** What exists in the simulated Meta. Every schema fills in what a test does not care about. */

const id = z.string().regex(/^\d{3,32}$/, 'Ids are digits');

export const Callback = z.strictObject({
  url: z.url(),
  verifyToken: z.string(),
  /** Webhook fields that the app asked for. */
  fields: z.array(z.string()).default(['messages']),
  /** Shapes the payloads: before v24.0 statuses carry a `conversation`. */
  version: z
    .string()
    .regex(/^v\d+\.\d+$/)
    .default('v24.0'),
});
export type Callback = z.infer<typeof Callback>;

export const App = z.strictObject({
  id,
  secret: z.string().min(1),
  name: z.string().default('Inbox'),
  link: z.string().default('https://inbox.example.com/'),
  /** An app in development gets no webhooks here: Meta sends it only some. */
  mode: z.enum(['live', 'development']).default('live'),
  /** "Require App Secret" of the app's settings. */
  requiresSecretProof: z.boolean().default(false),
  webhook: Callback.nullable().default(null),
});
export type App = z.infer<typeof App>;

export const Override = z.strictObject({ url: z.string(), verifyToken: z.string() });
export type Override = z.infer<typeof Override>;

/** By app id: who is subscribed, and where its `messages` go instead of the app's own address. */
const Overrides = z.record(z.string(), Override);

export const Waba = z.strictObject({
  id,
  name: z.string().default('A company'),
  currency: z.string().default('USD'),
  timezoneId: z.string().default('1'),
  reviewStatus: z.enum(['APPROVED', 'PENDING', 'REJECTED', 'RESTRICTED']).default('APPROVED'),
  subscribedApps: z.array(id).default([]),
  overrides: Overrides.default({}),
});
export type Waba = z.infer<typeof Waba>;

export const PhoneStatus = z.enum([
  'CONNECTED',
  'DISCONNECTED',
  'PENDING',
  'FLAGGED',
  'RESTRICTED',
  'RATE_LIMITED',
  'BANNED',
  'DELETED',
  'MIGRATED',
  'UNVERIFIED',
]);

export const PhoneNumber = z.strictObject({
  id,
  wabaId: id,
  /** As the API shows it; webhooks carry its digits only. */
  display: z.string().default('+1 555-010-0100'),
  verifiedName: z.string().default('A company'),
  status: PhoneStatus.default('CONNECTED'),
  quality: z.enum(['GREEN', 'YELLOW', 'RED', 'UNKNOWN', 'NA']).default('GREEN'),
  throughput: z.enum(['STANDARD', 'HIGH', 'NOT_APPLICABLE']).default('STANDARD'),
  about: z.string().default(''),
  overrides: Overrides.default({}),
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;

export const Scope = z.enum([
  'whatsapp_business_messaging',
  'whatsapp_business_management',
  'business_management',
]);
export type Scope = z.infer<typeof Scope>;

export const Token = z.strictObject({
  /** Names the token in the journal, where its value never appears. */
  id: z.string().min(1),
  value: z.string().min(1),
  appId: id,
  scopes: z.array(z.string()).default(['whatsapp_business_messaging', 'whatsapp_business_management']),
  /** The accounts that were assigned to it. */
  wabaIds: z.array(id).default([]),
  /** Null: never. */
  expiresAt: z.iso.datetime().nullable().default(null),
  valid: z.boolean().default(true),
});
export type Token = z.infer<typeof Token>;

export const Template = z.strictObject({
  id,
  wabaId: id,
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.string().default('en_US'),
  status: z.string().default('APPROVED'),
  category: z.enum(['AUTHENTICATION', 'MARKETING', 'UTILITY']).default('UTILITY'),
  components: z.array(z.record(z.string(), z.unknown())).default([{ type: 'BODY', text: 'Hello' }]),
});
export type Template = z.infer<typeof Template>;

/** Somebody with WhatsApp on the phone. A number that belongs to nobody here is not on WhatsApp. */
export const Person = z.strictObject({
  waId: z.string().regex(/^\d{7,15}$/),
  /** The number that people dial, where it differs from the WhatsApp id (Brazil, Mexico, Argentina). */
  phone: z
    .string()
    .regex(/^\d{7,15}$/)
    .optional(),
  name: z.string().default('Somebody'),
  username: z.string().optional(),
  bsuid: z
    .string()
    .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
  /** Uses a username: webhooks carry the business-scoped id and no number. */
  hidesNumber: z.boolean().default(false),
  /** Numbers (their ids) that this person blocked. */
  blocked: z.array(id).default([]),
  /** `auto`: reads whatever is delivered · `by-hand`: when told to · `never`: receipts are off. */
  reads: z.enum(['auto', 'by-hand', 'never']).default('auto'),
});
export type Person = z.infer<typeof Person>;

export type AppInput = z.input<typeof App>;
export type WabaInput = z.input<typeof Waba>;
export type PhoneNumberInput = z.input<typeof PhoneNumber>;
export type TokenInput = z.input<typeof Token>;
export type TemplateInput = z.input<typeof Template>;
export type PersonInput = z.input<typeof Person>;
