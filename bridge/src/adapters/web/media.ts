import { createHash, randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { TOO_LARGE_CODE } from '../../../../src/plugins/whatsapp/contracts/media';
import { compact, number, text } from '../../kit/lenient';
import type { FetchedFile } from './engine';
import { isSerializedId } from './message-id';
import type { WhatsAppPage } from './page';

/** What comes over the bridge's own line to the browser at once. */
const PIECE_BYTES = 512 * 1024;

const OpenedFile = z.object({
  problem: z.enum(['missing', 'waiting', 'too-large']).optional(),
  size: number,
  mimetype: text,
  filename: text,
});

const refusal = (problem: 'missing' | 'waiting' | 'too-large', size: number | undefined): WhatsAppError => {
  switch (problem) {
    case 'missing':
      return new WhatsAppError('rejected', 'WhatsApp has this file no longer', { upstreamCode: 'missing' });
    case 'waiting':
      return new WhatsAppError('unreachable', 'The phone has to hand this file over again', {
        remedy: 'Keep the phone online; it is asked for again later.',
        upstreamCode: 'waiting',
      });
    case 'too-large':
      return new WhatsAppError(
        'rejected',
        `The file is too large to be fetched by itself${size ? ` (${Math.ceil(size / 1024 / 1024)} MB)` : ''}`,
        { remedy: 'Look at it on the phone.', upstreamCode: TOO_LARGE_CODE },
      );
  }
};

/** Writes a message's file to `target`, piece by piece. See `WebEngine.fetchMedia`. */
export const fetchMedia = async (
  page: WhatsAppPage,
  mediaId: string,
  target: string,
  maxBytes: number,
): Promise<FetchedFile> => {
  if (!isSerializedId(mediaId)) throw new WhatsAppError('invalid', 'This is no id of a file');
  const token = randomUUID();
  const {
    problem,
    size = 0,
    mimetype,
    filename,
  } = OpenedFile.parse(await page.openFile(mediaId, token, maxBytes));
  if (problem) throw refusal(problem, size);
  const hash = createHash('sha256');
  const file = await open(target, 'wx', 0o600);
  try {
    for (let from = 0; from < size; from += PIECE_BYTES) {
      const piece = Buffer.from(await page.readFilePiece(token, from, PIECE_BYTES), 'base64');
      hash.update(piece);
      await file.write(piece);
    }
  } finally {
    await file.close();
    // The page frees it with itself; a page that is gone has nothing to free.
    await page.closeFile(token).catch(() => undefined);
  }
  return compact({ sizeBytes: size, sha256: hash.digest('hex'), mimeType: mimetype, filename });
};
