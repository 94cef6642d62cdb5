import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { FileToSend } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { text } from '../../kit/lenient';
import type { OpenFile } from '../adapter';
import type { CheckSubject } from './check';
import type { GraphClient, GraphRequest } from './graph-client';

/** For a file as a whole: 100 MB at 4 Mbit/s. */
const UPLOAD_DEADLINE_MS = 200_000;

const Uploaded = z.object({ id: text });

/** A name within a quoted text of a head, as browsers write it. */
const quoted = (name: string): string =>
  name.replace(
    /["\r\n]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );

async function* framed(head: Buffer, bytes: AsyncIterable<Buffer>, tail: Buffer): AsyncGenerator<Buffer> {
  yield head;
  yield* bytes;
  yield tail;
}

/** The form that Meta documents, with the file as it comes. */
const formOf = (file: FileToSend, bytes: Readable): NonNullable<GraphRequest['form']> => {
  const boundary = `form-${randomUUID()}`;
  const field = (name: string, value: string) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const head = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', file.mimeType)}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename="${quoted(file.filename ?? 'file')}"\r\n` +
      `Content-Type: ${file.mimeType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.length + file.sizeBytes + tail.length,
    bytes: Readable.from(framed(head, bytes, tail), { objectMode: false }),
    deadlineMs: UPLOAD_DEADLINE_MS,
  };
};

/** Nothing was sent: what Meta made of the file does not matter, the next try uploads it anew. */
const asUploadFault = (error: unknown): unknown =>
  error instanceof WhatsAppError && error.kind === 'unknown-outcome'
    ? new WhatsAppError('unreachable', 'WhatsApp did not take the file at the moment', {
        upstreamCode: error.upstreamCode,
        cause: error,
      })
    : error;

/** Gives a file to Meta, which keeps it for 30 days. Resolves to its id there. */
export const uploadFile = async (
  graph: Pick<GraphClient, 'call'>,
  subject: CheckSubject,
  { file, openFile }: { file: FileToSend; openFile: OpenFile },
): Promise<string> => {
  const source = await openFile(file);
  // What is wrong with the file says more than that its upload broke off.
  let trouble: WhatsAppError | undefined;
  source.once('error', (error) => {
    if (error instanceof WhatsAppError) trouble = error;
  });
  try {
    const answer = await graph.call(subject.credentials, {
      method: 'POST',
      path: `${subject.phoneNumberId}/media`,
      form: formOf(file, source),
    });
    const { data } = Uploaded.safeParse(answer);
    if (!data?.id) throw new WhatsAppError('unreachable', 'WhatsApp took the file and gave no id of it');
    return data.id;
  } catch (error) {
    throw trouble ?? asUploadFault(error);
  } finally {
    source.destroy();
  }
};
