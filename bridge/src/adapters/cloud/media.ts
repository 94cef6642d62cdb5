import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { MEDIA_MAX_BYTES } from '../../../../src/plugins/whatsapp/contracts/media';
import { unlessIdle } from '../../kit/idle';
import type { MediaDownload } from '../adapter';
import type { CheckSubject } from './check';
import type { GraphClient } from './graph-client';
import type { Download } from './graph-download';
import { compact, number, text } from '../../kit/lenient';

/** A file of a message that lies still for so long will not come any more. */
const IDLE_MS = 30_000;
/** The first address may have run out between the question and the download; a second one cannot have. */
const ADDRESSES = 2;

const MEDIA_ID = /^\d{1,64}$/;

const MediaFact = z.object({ url: z.string(), sha256: text, file_size: number });
type MediaFact = z.infer<typeof MediaFact>;

/** Graph gives it in hexadecimal, webhooks in base64. Undefined when it is neither. */
export const sha256Of = (digest: string | undefined): string | undefined => {
  if (digest === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  const bytes = Buffer.from(digest, 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : undefined;
};

const tooLarge = (): WhatsAppError =>
  new WhatsAppError('rejected', 'The file is larger than WhatsApp allows', {
    remedy: 'Ask the person to send it in parts, or another way.',
  });

const brokenOff = (error: unknown): WhatsAppError =>
  error instanceof WhatsAppError
    ? error
    : new WhatsAppError('unreachable', 'The file did not arrive whole', {
        // Not the error itself: an HTTP client's carries the request, and that the token.
        upstreamCode: error instanceof Error && 'code' in error ? String(error.code) : undefined,
      });

interface Expected {
  sizeBytes?: number;
  sha256?: string;
}

/** Hands the bytes on, and fails instead of ending when they are not what WhatsApp said they would be. */
async function* checked(source: AsyncIterable<Buffer>, expected: Expected): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > MEDIA_MAX_BYTES) throw tooLarge();
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    throw brokenOff(error);
  }
  // The digest says all there is to say; the size is for a file that comes without one.
  const isRight =
    expected.sha256 === undefined
      ? expected.sizeBytes === undefined || expected.sizeBytes === size
      : expected.sha256 === hash.digest('hex');
  if (!isRight) throw brokenOff(undefined);
}

const askForAddress = async (
  graph: GraphClient,
  subject: CheckSubject,
  mediaId: string,
): Promise<MediaFact> => {
  const answer = await graph.call(subject.credentials, {
    method: 'GET',
    path: mediaId,
    // Meta then refuses what belongs to another number.
    query: { phone_number_id: subject.phoneNumberId },
  });
  const fact = MediaFact.safeParse(answer);
  if (!fact.success) throw new WhatsAppError('unreachable', 'WhatsApp gave no address for this file');
  return fact.data;
};

const REFUSED = new Set([401, 403, 404, 410]);

const open = async (graph: GraphClient, subject: CheckSubject, url: string): Promise<Download | null> => {
  const download = await graph.download(subject.credentials.accessToken, url);
  if (download.status === 200) return download;
  download.bytes.destroy();
  if (REFUSED.has(download.status)) return null;
  throw new WhatsAppError('unreachable', 'WhatsApp does not hand out this file at the moment', {
    upstreamCode: `HTTP ${download.status}`,
  });
};

/** See `ChannelAdapter.fetchMedia`. An id becomes an address that lives five minutes, and the address the bytes. */
export const fetchMedia = async (
  graph: GraphClient,
  subject: CheckSubject,
  mediaId: string,
): Promise<MediaDownload> => {
  if (!MEDIA_ID.test(mediaId)) throw new WhatsAppError('invalid', 'This is no id of a file');
  for (let address = 1; address <= ADDRESSES; address += 1) {
    const fact = await askForAddress(graph, subject, mediaId);
    if ((fact.file_size ?? 0) > MEDIA_MAX_BYTES) throw tooLarge();
    const download = await open(graph, subject, fact.url);
    if (!download) continue;
    const expected = compact({ sizeBytes: fact.file_size, sha256: sha256Of(fact.sha256) });
    return { ...expected, bytes: Readable.from(checked(unlessIdle(download.bytes, IDLE_MS), expected)) };
  }
  throw new WhatsAppError('unreachable', 'WhatsApp refuses its own address of this file');
};
