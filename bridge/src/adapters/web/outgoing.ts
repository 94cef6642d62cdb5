import { readFile, stat } from 'node:fs/promises';
import {
  Location,
  MessageMedia,
  type Client,
  type Message,
  type MessageContent as LibraryContent,
} from 'whatsapp-web.js';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { EngineContent, LocalFile } from './engine';
import { writeCard } from './vcard';

/** A file takes about 26 times its size of the browser's memory while it is sent. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

const fileOf = async ({ path, mimeType, filename }: LocalFile): Promise<MessageMedia> => {
  const { size } = await stat(path).catch(() => {
    throw new WhatsAppError('rejected', 'The file of this message is not there any more');
  });
  if (size > MAX_FILE_BYTES)
    throw new WhatsAppError('rejected', 'The file is too large for WhatsApp Web', {
      remedy: 'Send at most 64 MB at once.',
    });
  return new MessageMedia(mimeType, (await readFile(path)).toString('base64'), filename ?? null, size);
};

export interface LibraryMessage {
  content: LibraryContent;
  options: {
    caption?: string;
    sendAudioAsVoice?: boolean;
    sendMediaAsDocument?: boolean;
    parseVCards?: boolean;
    /** Beside the documented options: overrides fields of the message itself. */
    extra?: Record<string, unknown>;
  };
}

/** What is to be sent, in the library's terms. Reactions are none: they belong to a message. */
export const libraryMessageOf = async (
  content: Exclude<EngineContent, { type: 'reaction' }>,
): Promise<LibraryMessage> => {
  switch (content.type) {
    case 'text':
      // Without this, a text that begins like a contact card would be sent as one.
      return { content: content.body, options: { parseVCards: false } };
    case 'image':
    case 'video':
      return { content: await fileOf(content.file), options: { caption: content.caption } };
    case 'document':
      return {
        content: await fileOf(content.file),
        options: { caption: content.caption, sendMediaAsDocument: true },
      };
    case 'audio':
      return { content: await fileOf(content.file), options: { sendAudioAsVoice: content.voice === true } };
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return { content: new Location(latitude, longitude, { name, address }), options: {} };
    }
    case 'contacts': {
      const [card, ...more] = content.contacts;
      if (!card || more.length > 0)
        throw new WhatsAppError('unsupported', 'A message of WhatsApp Web carries one contact card');
      return { content: writeCard(card), options: { parseVCards: true } };
    }
  }
};

/** Sends through the library, which resolves as soon as the page has queued the message. */
export const handToPage = async (
  client: Client,
  chat: string,
  { content, options }: LibraryMessage,
  quotedSerializedId: string | undefined,
): Promise<Message['id']> => {
  const message = await client.sendMessage(chat, content, {
    ...options,
    quotedMessageId: quotedSerializedId,
    ignoreQuoteErrors: false,
    linkPreview: false,
    // Reading is said by a person, see `markRead`; the library's way of saying it here has broken sends before.
    sendSeen: false,
  });
  // The library's types do not say so, but it gives nothing when it finds no chat.
  if ((message as Message | undefined) === undefined) throw new Error('There is no such chat');
  return message.id;
};
