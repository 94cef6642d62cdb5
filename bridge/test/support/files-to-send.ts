import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FileToSend } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { OpenFile } from '../../src/adapters/adapter';
import { openFilesOf } from '../../src/plugin/files';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';

/** The smallest picture there is. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What the plugin says of a file that shall be sent. */
export const fileToSend = (bytes = PICTURE, more: Partial<FileToSend> = {}): FileToSend => ({
  id: `f${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`,
  mimeType: 'image/png',
  filename: 'shop.png',
  sizeBytes: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  ...more,
});

export const GONE_FILE = fileToSend(PICTURE, { id: 'gone1' });

/** The plugin's files, where there is always the same one; checked as the real ones are. */
export const openPicture: OpenFile = openFilesOf({
  open: async (path) => {
    if (path.endsWith('gone1')) throw new WhatsAppError('rejected', 'The file is gone');
    return Readable.from([PICTURE.subarray(0, 20), PICTURE.subarray(20)]);
  },
});
