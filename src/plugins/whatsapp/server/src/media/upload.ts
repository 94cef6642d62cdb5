import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { WhatsAppError } from '../../../contracts/errors';
import { MEDIA_MAX_BYTES } from '../../../contracts/media';
import { newDocumentId } from '../kit/ids';
import { storable } from '../kit/storable';
import { cleanFileName } from './file-name';
import type { Received, Storage } from './storage';

/** The one part that a form of ours has. */
const FIELD = 'file';

/** The head of the part, the boundaries, and what stands before and after them. */
const AROUND_MAX_BYTES = 16 * 1024;
/** Where reading ends, whatever comes: far enough beyond the largest file to tell that one from a form without end. */
const FORM_MAX_BYTES = MEDIA_MAX_BYTES + 1024 * 1024;

const FORM = /^multipart\/form-data\s*;/i;
/** What must not stand in a quoted name, as browsers write it. */
const ESCAPED = /%(?:22|0D|0A)/g;

export interface Upload {
  received: Received;
  fileName: string | null;
}

/** The file of a form while it comes in. */
interface Incoming {
  bytes: Readable;
  received: Promise<Received>;
  fileName: string | null;
}

const wrong = (path: string, message: string, cause?: unknown): WhatsAppError =>
  new WhatsAppError('invalid', message, { fields: [{ path, message }], cause });

const unreadable = (cause: unknown): WhatsAppError => {
  const reason = cause instanceof Error ? cause.message : 'it is none';
  return wrong('', `The form cannot be read: ${reason}`, cause);
};

const openForm = (contentType: string): BusboyInstance => {
  if (!FORM.test(contentType)) throw wrong('', 'Send the file as multipart/form-data');
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // Every part, so that a text is told as soon as its head is there, and never collected.
      isPartAFile: () => true,
      preservePath: true,
      limits: { parts: 1, fileSize: MEDIA_MAX_BYTES, headerSize: AROUND_MAX_BYTES },
    });
  } catch (error) {
    throw unreadable(error);
  }
};

/** Resolves when the form has taken it in: not before somebody reads the file. */
const write = (form: BusboyInstance, chunk: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    form.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

/** Gives the form what comes, to the end. Resolves with its size. */
const feed = async (form: BusboyInstance, source: AsyncIterable<Buffer>): Promise<number> => {
  // By hand: `for await` would, on a failure, close the connection that has to take the answer.
  const chunks = source[Symbol.asyncIterator]();
  let size = 0;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    size += next.value.length;
    if (size > FORM_MAX_BYTES) throw new Error('It does not end');
    await write(form, next.value);
  }
  form.end();
  return size;
};

/** Resolves with the size of the form once all of it was understood. Whatever is wrong with it is told at once. */
const readForm = (
  form: BusboyInstance,
  source: AsyncIterable<Buffer>,
  open: (bytes: Readable, fileName: string) => Incoming,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const refuse = (error: unknown): void => reject(unreadable(error));
    form.on('file', (name: string | undefined, bytes: Readable, fileName: string | undefined) => {
      bytes.on('error', refuse);
      if (name !== FIELD) {
        reject(wrong(storable(name ?? ''), `Only one file belongs here, under the name "${FIELD}"`));
      } else if (fileName === undefined) {
        reject(wrong(FIELD, 'This is no file'));
      } else {
        bytes.on('limit', () => reject(wrong(FIELD, `At most ${MEDIA_MAX_BYTES / 1024 / 1024} MB`)));
        open(bytes, fileName).received.catch(reject);
      }
    });
    form.on('partsLimit', () => reject(wrong(FIELD, 'One file at a time')));
    form.on('error', refuse);
    const size = feed(form, source);
    size.catch(refuse);
    form.on('finish', () => resolve(size));
  });

/** Resolves when nothing of it is on the disk. */
const abandon = async (storage: Storage, { bytes, received }: Incoming): Promise<void> => {
  bytes.destroy();
  const written = await received.catch(() => null); // the storage left nothing, and why is told already
  if (written) await storage.discard(written);
};

/**
 * The one file of a form, written down as it comes in: the memory holds no more of it than a few chunks. Nothing is left when
 * it fails, with `invalid` for whatever is wrong with the form.
 */
export const receiveUpload = async (
  storage: Storage,
  source: AsyncIterable<Buffer>,
  contentType: string,
): Promise<Upload> => {
  const incoming: Incoming[] = [];
  const open = (bytes: Readable, name: string): Incoming => {
    const fileName = cleanFileName(storable(name.replace(ESCAPED, '')));
    const file = { bytes, received: storage.receive(bytes, newDocumentId(), 1), fileName };
    incoming.push(file);
    return file;
  };
  try {
    const size = await readForm(openForm(contentType), source, open);
    const [file] = incoming;
    if (!file) throw wrong(FIELD, 'The file is missing');
    const received = await file.received;
    if (size - received.sizeBytes > AROUND_MAX_BYTES) throw unreadable(new Error('Too much around the file'));
    if (received.sizeBytes === 0) throw wrong(FIELD, 'The file is empty');
    return { received, fileName: file.fileName };
  } catch (error) {
    await Promise.all(incoming.map((file) => abandon(storage, file)));
    throw error;
  }
};
