import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileToSend } from '../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { OpenFile } from '../adapters/adapter';
import { unlessIdle } from '../kit/idle';
import type { PluginClient } from './plugin-client';

/** A file that lies still for so long will not come any more. */
const IDLE_MS = 30_000;

const brokenOff = (error?: unknown): WhatsAppError =>
  new WhatsAppError('unreachable', 'The file did not come whole from the plugin', {
    // Not the error itself: an HTTP client's carries the request.
    upstreamCode: error instanceof Error && 'code' in error ? String(error.code) : undefined,
  });

/** Hands the bytes on, and fails instead of ending when they are not those of the file. */
async function* checked(
  source: AsyncIterable<Buffer>,
  { sizeBytes, sha256 }: FileToSend,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      hash.update(chunk);
      yield chunk;
    }
  } catch (error) {
    throw brokenOff(error);
  }
  if (size < sizeBytes) throw brokenOff();
  if (size > sizeBytes || hash.digest('hex') !== sha256)
    throw new WhatsAppError('rejected', 'The file of this message was changed on the disk', {
      remedy: 'Upload it again and send it in a new message.',
    });
}

/** The files that the plugin keeps for sending. */
export const openFilesOf =
  (plugin: Pick<PluginClient, 'open'>): OpenFile =>
  async (file) => {
    const source = await plugin.open(`/files/${encodeURIComponent(file.id)}`);
    return Readable.from(checked(unlessIdle(source, IDLE_MS), file), { objectMode: false });
  };
