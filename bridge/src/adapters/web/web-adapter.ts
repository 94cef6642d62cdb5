import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { SendReceipt } from '../../../../src/plugins/whatsapp/contracts/bridge';
import type { Capability, Check } from '../../../../src/plugins/whatsapp/contracts/channel';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { assertCapable, type ChannelAdapter } from '../adapter';
import type { EngineCommand, FetchedFile } from './engine';

const CAPABILITIES: ReadonlySet<Capability> = new Set<Capability>(['text', 'quote']);

/** A running session, as far as an adapter needs it. */
export interface WebPort {
  send(command: EngineCommand): Promise<SendReceipt>;
  /** The file lies at `path` and belongs to whoever asked. */
  fetchMedia(mediaId: string, maxBytes?: number): Promise<FetchedFile & { path: string }>;
  /** How the session is, in a sentence; `isOnline` when messages get through. */
  state(): { isOnline: boolean; sentence: string; remedy?: string; phone?: string; name?: string };
}

const checkOf = ({ isOnline, sentence, remedy }: ReturnType<WebPort['state']>): Check => ({
  id: 'number',
  result: isOnline ? 'passed' : 'failed',
  message: sentence,
  ...(isOnline || !remedy ? {} : { remedy }),
});

/** A phone linked by a code. The session belongs to somebody else: stopping the adapter leaves it alone. */
export const createWebAdapter = (port: WebPort): ChannelAdapter => {
  let isStopped = false;
  const assertStarted = (): void => {
    if (isStopped) throw new WhatsAppError('not-found', 'This channel is not in use any more');
  };
  const adapter: ChannelAdapter = {
    kind: 'web',
    capabilities: CAPABILITIES,

    async start() {
      isStopped = false;
    },

    async send(command) {
      assertStarted();
      assertCapable(adapter, command);
      return port.send(command);
    },

    async fetchMedia(mediaId, maxBytes) {
      assertStarted();
      const { path, sizeBytes, sha256 } = await port.fetchMedia(mediaId, maxBytes);
      const bytes = createReadStream(path);
      bytes.once('close', () => void rm(path, { force: true }));
      return { sizeBytes, sha256, bytes };
    },

    async check() {
      const state = port.state();
      const number = { displayPhoneNumber: state.phone && `+${state.phone}`, verifiedName: state.name };
      return { checks: [checkOf(state)], ...(state.phone ? { number } : {}) };
    },

    async stop() {
      isStopped = true;
    },
  };
  return adapter;
};
