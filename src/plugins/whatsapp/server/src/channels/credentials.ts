import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { CloudCredentials } from '../../../contracts/channel';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import type { ChannelRow } from '../store';
import { decryptSecret, encryptSecret } from '../tenancy';

/** What is kept encrypted in a channel's row. The ids stay in columns: they are no secrets and are looked up by. */
const Secrets = z.object({ accessToken: z.string(), appSecret: z.string() });
type Secrets = z.infer<typeof Secrets>;

export const sealSecrets = (strapi: Core.Strapi, { accessToken, appSecret }: Secrets): string =>
  encryptSecret(strapi, JSON.stringify({ accessToken, appSecret }));

/** The whole credentials of a saved channel, for the bridge and for a test. They never go to a person. */
export const openCredentials = (strapi: Core.Strapi, channel: ChannelRow): CloudCredentials => {
  if (!channel.credentials || !channel.phoneNumberId || !channel.businessAccountId) {
    throw new WhatsAppError('session-lost', 'The channel has no credentials');
  }
  const secrets = Secrets.parse(JSON.parse(decryptSecret(strapi, channel.credentials)));
  return { ...secrets, phoneNumberId: channel.phoneNumberId, businessAccountId: channel.businessAccountId };
};

/** What a person typed, over what is saved: a field left out keeps its value. Fails with `invalid`, naming the field. */
export const mergeCredentials = (
  strapi: Core.Strapi,
  typed: Partial<CloudCredentials>,
  saved: ChannelRow | null,
): CloudCredentials => {
  const known = saved ? openCredentials(strapi, saved) : {};
  const given = Object.fromEntries(
    Object.entries(typed).filter(([, value]) => value !== undefined && value !== ''),
  );
  return parseWith(z.object({ credentials: CloudCredentials }), { credentials: { ...known, ...given } })
    .credentials;
};
