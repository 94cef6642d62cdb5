import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type {
  CommandContent,
  FileToSend,
  SendReceipt,
} from '../../../../src/plugins/whatsapp/contracts/bridge';
import { Capability, type Check } from '../../../../src/plugins/whatsapp/contracts/channel';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { assertCapable, type ChannelAdapter } from '../adapter';
import type { EngineCommand, EngineContent, FetchedFile } from './engine';

const CAPABILITIES: ReadonlySet<Capability> = new Set(Capability.options);

/** A running session, as far as an adapter needs it. */
export interface WebPort {
  send(command: EngineCommand): Promise<SendReceipt>;
  /** Brings a file to the session's folder, and says by which ticket it is found there. */
  stageFile(file: FileToSend): Promise<string>;
  /** Where that file lies. `unreachable` when it has to be brought again. */
  findFile(ticket: string): Promise<string>;
  removeFile(ticket: string): Promise<void>;
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

/** The message leaves later, and needs its file then. */
const isPostponed = (error: unknown): boolean =>
  error instanceof WhatsAppError && (error.kind === 'throttled' || error.kind === 'unreachable');

const contentFor = async (
  { findFile }: Pick<WebPort, 'findFile'>,
  content: CommandContent,
): Promise<EngineContent> => {
  if (!('file' in content)) return content;
  const { ticket, mimeType, filename } = content.file;
  return { ...content, file: { path: await findFile(ticket), mimeType, filename } };
};

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
      const { content } = command;
      const removeFile = async (): Promise<void> => {
        // What became of the message must not hang on it: what stays here is removed within the hour.
        if ('file' in content) await port.removeFile(content.file.ticket).catch(() => undefined);
      };
      try {
        const receipt = await port.send({ ...command, content: await contentFor(port, content) });
        await removeFile();
        return receipt;
      } catch (error) {
        if (!isPostponed(error)) await removeFile();
        throw error;
      }
    },

    async stage(file) {
      assertStarted();
      return { ticket: await port.stageFile(file) };
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
