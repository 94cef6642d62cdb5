import {
  CloudCredentials,
  CreateCloudChannel,
  type TestChannel,
  type UpdateChannel,
} from '../../../contracts/channel';
import type { FieldProblem } from '../../../contracts/errors';

export const CREDENTIAL_FIELDS = ['phoneNumberId', 'businessAccountId', 'accessToken', 'appSecret'] as const;
export type CredentialField = (typeof CREDENTIAL_FIELDS)[number];
export type ChannelField = 'name' | CredentialField;
export type ChannelValues = Record<ChannelField, string>;

/** `missing` and `wrong` are worded by the form, `server` brings its own sentence. */
export type FieldFault = { type: 'missing' } | { type: 'wrong' } | { type: 'server'; message: string };
export type FieldFaults = Partial<Record<ChannelField, FieldFault>>;

export const FIELDS: readonly ChannelField[] = ['name', ...CREDENTIAL_FIELDS];
const SECRETS: readonly ChannelField[] = ['accessToken', 'appSecret'];

/** What a channel is edited with. Secrets never come back from the server, so they start empty and may stay so. */
export type FormPurpose = 'create' | 'edit';

const mayBeEmpty = (field: ChannelField, purpose: FormPurpose): boolean =>
  purpose === 'edit' && SECRETS.includes(field);

const schemaOf = (field: ChannelField) =>
  field === 'name' ? CreateCloudChannel.shape.name : CloudCredentials.shape[field];

/** What is wrong with one field, by the contract's own schema; null when nothing is. */
export const faultOf = (field: ChannelField, value: string, purpose: FormPurpose): FieldFault | null => {
  if (value.trim() === '') return mayBeEmpty(field, purpose) ? null : { type: 'missing' };
  return schemaOf(field).safeParse(value).success ? null : { type: 'wrong' };
};

export const faultsOf = (
  values: ChannelValues,
  purpose: FormPurpose,
  fields: readonly ChannelField[] = FIELDS,
): FieldFaults => {
  const faults: FieldFaults = {};
  for (const field of fields) {
    const fault = faultOf(field, values[field], purpose);
    if (fault) faults[field] = fault;
  }
  return faults;
};

/** The server's word on single fields: `credentials.appSecret` is the field `appSecret` here. */
export const serverFaults = (problems: readonly FieldProblem[]): FieldFaults => {
  const faults: FieldFaults = {};
  for (const { path, message } of problems) {
    const field = FIELDS.find((name) => path === name || path === `credentials.${name}`);
    if (field) faults[field] ??= { type: 'server', message };
  }
  return faults;
};

/** Only what was filled in: an empty secret stays what it is on the server. */
const filledCredentials = (values: ChannelValues): Partial<CloudCredentials> => {
  const filled: Partial<CloudCredentials> = {};
  for (const field of CREDENTIAL_FIELDS) {
    const value = values[field].replace(/\s+/g, '');
    if (value) filled[field] = value;
  }
  return filled;
};

export const creationOf = (values: ChannelValues): CreateCloudChannel =>
  CreateCloudChannel.parse({ kind: 'cloud', name: values.name, credentials: filledCredentials(values) });

export const updateOf = (values: ChannelValues): UpdateChannel => ({
  name: values.name.trim(),
  credentials: filledCredentials(values),
});

export const testOf = (values: ChannelValues, channelId?: string): TestChannel => ({
  kind: 'cloud',
  ...(channelId ? { channelId } : {}),
  credentials: filledCredentials(values),
});
