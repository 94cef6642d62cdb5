import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../kit/clock';
import { digits } from '../kit/ids';

/** A file that Meta keeps. */
export interface Media {
  id: string;
  phoneNumberId: string;
  mimeType: string;
  bytes: Buffer;
  /** Lower-case hex, as Graph gives it. Webhooks have the same digest in base64. */
  sha256: string;
}

export interface MediaInput {
  phoneNumberId: string;
  bytes: Buffer;
  mimeType?: string;
}

export interface MediaStore {
  add(input: MediaInput): Media;
  get(id: string): Media | undefined;
  /** As after Meta's seven days. */
  forget(id: string): void;
  /** The secret part of an address that reads this file until `expiresAt`. */
  issue(id: string, expiresAt: number): string;
  /** The file of an address; undefined when the secret is wrong or has run out. */
  byAddress(id: string, secret: string): Media | undefined;
}

export const createMediaStore = (clock: Clock): MediaStore => {
  const files = new Map<string, Media>();
  const addresses = new Map<string, { id: string; expiresAt: number }>();
  return {
    add: ({ phoneNumberId, bytes, mimeType = 'application/octet-stream' }) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const media = { id: digits(16), phoneNumberId, mimeType, bytes, sha256 };
      files.set(media.id, media);
      return media;
    },
    get: (id) => files.get(id),
    forget: (id) => void files.delete(id),
    issue: (id, expiresAt) => {
      const secret = randomBytes(16).toString('hex');
      addresses.set(secret, { id, expiresAt });
      return secret;
    },
    byAddress: (id, secret) => {
      const address = addresses.get(secret);
      return address?.id === id && address.expiresAt > clock.now() ? files.get(id) : undefined;
    },
  };
};
