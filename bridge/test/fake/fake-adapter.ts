import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Capability } from '../../../src/plugins/whatsapp/contracts/channel';
import { openPicture } from '../support/files-to-send';
import { assertCapable, type ChannelAdapter, type CreateAdapter } from '../../src/adapters/adapter';

/** The number that nobody has. */
export const NOBODY = '15550100404';
/** The number whose answers get lost on the way back. */
export const SILENT = '15550100504';

/** A file that a customer sent, and the id of one that WhatsApp has no longer. */
export const FILE = { id: '7001', bytes: Buffer.from('the bytes of a file') };
export const GONE = '7404';

/** A channel that lives in memory, for tests only: it shows that the contract fits more than one kind. */
export const createFakeAdapter: CreateAdapter<{ capabilities: Capability[] }> = ({ capabilities }) => {
  let isRunning = false;
  let count = 0;

  const adapter: ChannelAdapter = {
    kind: 'web',
    capabilities: new Set(capabilities),

    async start() {
      isRunning = true;
    },

    async stage(file) {
      if (!isRunning) throw new WhatsAppError('not-found', 'This channel is not in use any more');
      for await (const _ of await openPicture(file));
      return { ticket: file.id };
    },

    async send(command) {
      if (!isRunning) throw new WhatsAppError('not-found', 'This channel is not in use any more');
      assertCapable(adapter, command);
      if (command.to.waId === NOBODY)
        throw new WhatsAppError('rejected', 'Not on WhatsApp', { upstreamCode: '404' });
      if (command.to.waId === SILENT) throw new WhatsAppError('unknown-outcome', 'No answer');
      count += 1;
      return { messageId: `fake.${count}` };
    },

    async fetchMedia(mediaId) {
      if (!isRunning) throw new WhatsAppError('not-found', 'This channel is not in use any more');
      if (mediaId !== FILE.id) throw new WhatsAppError('rejected', 'No such file', { upstreamCode: '404' });
      const sha256 = createHash('sha256').update(FILE.bytes).digest('hex');
      return { sizeBytes: FILE.bytes.length, sha256, bytes: Readable.from([FILE.bytes]) };
    },

    async check() {
      return { checks: [{ id: 'number', result: 'passed', message: 'It lives in memory' }] };
    },

    async stop() {
      isRunning = false;
    },
  };
  return adapter;
};
