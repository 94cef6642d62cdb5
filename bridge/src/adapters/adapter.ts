import type { Readable } from 'node:stream';
import type {
  FileToSend,
  SendCommand,
  SendReceipt,
  StagedFile,
} from '../../../src/plugins/whatsapp/contracts/bridge';
import type { Capability, ChannelKind, CheckReport } from '../../../src/plugins/whatsapp/contracts/channel';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';

/** A file of a message, on its way. What WhatsApp does not say is absent. */
export interface MediaDownload {
  sizeBytes?: number;
  /** Lower-case hex. */
  sha256?: string;
  /** Ends only when every byte was right: whatever broke off, is damaged or too large fails with a `WhatsAppError`. */
  bytes: Readable;
}

/**
 * Opens a file that shall be sent. Its bytes end only when every one was right; fails with `rejected` when there is no such
 * file (any more), and with `unreachable` when trying again may help.
 */
export type OpenFile = (file: FileToSend) => Promise<Readable>;

/**
 * One connected number, whatever carries it.
 *
 * An adapter translates and nothing else: no retries, no queue, no storage.
 * Its promises fail only with a `WhatsAppError`, whose kind tells the caller what may happen next.
 */
export interface ChannelAdapter {
  readonly kind: ChannelKind;

  /** What the channel can do. A command that needs more fails with `unsupported` before anything leaves. */
  readonly capabilities: ReadonlySet<Capability>;

  /** Resolves once the channel may be used. */
  start(): Promise<void>;

  /**
   * Brings a file to where `send` finds it by the ticket. Nothing is sent by it: it may be repeated at any time, and fails
   * with `unreachable` when trying again may help, with `rejected` or `invalid` when WhatsApp does not take the file.
   */
  stage(file: FileToSend): Promise<StagedFile>;

  /** Sends once. If the answer got lost on the way, fails with `unknown-outcome` and never sends again by itself. */
  send(command: SendCommand): Promise<SendReceipt>;

  /**
   * The file of a message, streamed. Fails with `rejected` when WhatsApp has it no longer or it is too large: asking again
   * is of no use. `maxBytes`: up to how large, where a person asked for it; else as much as the channel fetches by itself.
   */
  fetchMedia(mediaId: string, maxBytes?: number): Promise<MediaDownload>;

  /** Tests the connection. A finding, even a bad one, is a line of the report, never a failure of the promise. */
  check(): Promise<CheckReport>;

  /** Lets go of every socket, page and timer. May be called twice; a stopped channel sends nothing. */
  stop(): Promise<void>;
}

export type CreateAdapter<Settings> = (settings: Settings) => ChannelAdapter;

/** The capabilities that a command needs. A new kind of content finds its word here. */
const neededFor = (command: SendCommand): Capability[] =>
  command.quotedMessageId ? [command.content.type, 'quote'] : [command.content.type];

/** Fails with `unsupported` when the channel never promised what the command asks for. */
export const assertCapable = (
  adapter: Pick<ChannelAdapter, 'kind' | 'capabilities'>,
  command: SendCommand,
): void => {
  const missing = neededFor(command).find((capability) => !adapter.capabilities.has(capability));
  if (missing)
    throw new WhatsAppError('unsupported', `A channel of kind "${adapter.kind}" cannot do this: ${missing}`);
};
