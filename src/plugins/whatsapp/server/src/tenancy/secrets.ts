import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';

interface EncryptionService {
  encrypt(value: string): string | null;
  decrypt(value: string): string | null;
}

const encryption = (strapi: Core.Strapi): EncryptionService =>
  strapi.service('admin::encryption') as EncryptionService;

/** By Strapi's own encryption (AES-256-GCM, `ENCRYPTION_KEY`). Fails with `internal` when there is no key. */
export const encryptSecret = (strapi: Core.Strapi, value: string): string => {
  const encrypted = encryption(strapi).encrypt(value);
  if (!encrypted) throw new WhatsAppError('internal', 'ENCRYPTION_KEY is missing: secrets cannot be kept');
  return encrypted;
};

/** Fails with `session-lost` when the key is not the one that encrypted: the secret must be entered again. */
export const decryptSecret = (strapi: Core.Strapi, value: string): string => {
  const decrypted = encryption(strapi).decrypt(value);
  if (decrypted === null) {
    throw new WhatsAppError('session-lost', 'A stored secret cannot be read: ENCRYPTION_KEY has changed', {
      remedy: 'Restore the old ENCRYPTION_KEY, or enter the credentials of the channel again.',
    });
  }
  return decrypted;
};

/**
 * Tells whether two channels belong to the same Meta app without keeping its secret in the clear: a digest under our own
 * key, which says nothing to somebody who only has the database.
 */
export const appFingerprint = (strapi: Core.Strapi, appSecret: string): string =>
  createHmac('sha256', strapi.config.get<string>('admin.secrets.encryptionKey'))
    .update(`whatsapp-app:${appSecret.toLowerCase()}`)
    .digest('hex')
    .slice(0, 32);

/**
 * A key of its own for each purpose, made from `ENCRYPTION_KEY`: who learns one learns nothing of the others, and what one
 * signs is worth nothing elsewhere.
 */
export const derivedKey = (strapi: Core.Strapi, purpose: 'media address' | 'session backup'): Buffer =>
  Buffer.from(
    hkdfSync(
      'sha256',
      strapi.config.get<string>('admin.secrets.encryptionKey'),
      '',
      `whatsapp:${purpose}`,
      32,
    ),
  );

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a file's bytes (AES-256-GCM): nonce, tag, content. `owner` must be said again to open them. */
export const sealBytes = (key: Buffer, owner: string, bytes: Buffer): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner));
  const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), content]);
};

/** Fails when the bytes are not those that were sealed with this key for this owner. */
export const openBytes = (key: Buffer, owner: string, sealed: Buffer): Buffer => {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(owner))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
};
