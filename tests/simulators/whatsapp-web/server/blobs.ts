import { createHash } from 'node:crypto';

export interface Blob {
  readonly bytes: Buffer;
  readonly mimetype: string;
}

export interface StoredFile {
  directPath: string;
  filehash: string;
  encFilehash: string;
  size: number;
}

/** Files of messages, by the path that a message names. */
export interface Blobs {
  put(bytes: Buffer, mimetype: string): StoredFile;
  get(directPath: string): Blob | undefined;
  /** WhatsApp keeps files for some weeks only. */
  forget(directPath: string): void;
}

export const createBlobs = (): Blobs => {
  const blobs = new Map<string, Blob>();
  const hash = (...parts: Buffer[]) => {
    const sum = createHash('sha256');
    parts.forEach((part) => sum.update(part));
    return sum;
  };
  return {
    put: (bytes, mimetype) => {
      const directPath = `/mms/${hash(bytes).digest('hex')}`;
      blobs.set(directPath, { bytes, mimetype });
      return {
        directPath,
        filehash: hash(bytes).digest('base64'),
        encFilehash: hash(bytes, Buffer.from('encrypted')).digest('base64'),
        size: bytes.length,
      };
    },
    get: (directPath) => blobs.get(directPath),
    forget: (directPath) => void blobs.delete(directPath),
  };
};
