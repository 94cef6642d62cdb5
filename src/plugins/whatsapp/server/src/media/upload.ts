import { WhatsAppError } from '../../../contracts/errors';
import { MEDIA_MAX_BYTES } from '../../../contracts/media';
import { dispositionOf, MultipartFault, readParts, type Part } from '../kit/multipart';
import { newDocumentId } from '../kit/ids';
import { storable } from '../kit/storable';
import { cleanFileName } from './file-name';
import type { Received, Storage } from './storage';

/** The one part that a form of ours has. */
const FIELD = 'file';

export interface Upload {
  received: Received;
  fileName: string | null;
}

const wrong = (path: string, message: string): WhatsAppError =>
  new WhatsAppError('invalid', message, { fields: [{ path, message }] });

/** Fails in the middle rather than filling the disk. */
async function* bounded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > MEDIA_MAX_BYTES) throw wrong(FIELD, `At most ${MEDIA_MAX_BYTES / 1024 / 1024} MB`);
    yield chunk;
  }
}

const takePart = async (storage: Storage, part: Part): Promise<Upload> => {
  const { name, filename } = dispositionOf(part);
  if (name !== FIELD)
    throw wrong(storable(name ?? ''), `Only one file belongs here, under the name "${FIELD}"`);
  if (filename === undefined) throw wrong(FIELD, 'This is no file');
  const received = await storage.receive(bounded(part.body), newDocumentId(), 1);
  return { received, fileName: cleanFileName(storable(filename)) };
};

/** The failures of a form, told as what they are: the caller's. */
const told = (error: unknown): unknown =>
  error instanceof MultipartFault ? wrong('', `The form cannot be read: ${error.message}`) : error;

/**
 * The one file of a form, written down as it comes in: the memory holds no more of it than a chunk. Nothing is left when it
 * fails, with `invalid` for whatever is wrong with the form.
 */
export const receiveUpload = async (
  storage: Storage,
  source: AsyncIterable<Buffer>,
  boundary: string | undefined,
): Promise<Upload> => {
  if (boundary === undefined) throw wrong('', 'Send the file as multipart/form-data');
  let upload: Upload | null = null;
  try {
    for await (const part of readParts(source, boundary)) {
      if (upload) throw wrong(FIELD, 'One file at a time');
      upload = await takePart(storage, part);
    }
    if (!upload) throw wrong(FIELD, 'The file is missing');
    if (upload.received.sizeBytes === 0) throw wrong(FIELD, 'The file is empty');
    return upload;
  } catch (error) {
    if (upload) await storage.discard(upload.received);
    throw told(error);
  }
};
