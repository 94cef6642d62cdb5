import type { Core } from '@strapi/strapi';
import type { ChannelKind } from '../../../contracts/channel';
import type { MessageContent } from '../../../contracts/content';
import { WhatsAppError } from '../../../contracts/errors';
import { FILE_RULES, VOICE_TYPE, type FileKind, type OutgoingContent } from '../../../contracts/outgoing';
import { isDocumentId } from '../kit/ids';
import { cleanFileName } from '../media';
import { findUpload, tieUpload, type Connection, type Trx, type UploadRow } from '../store';
import { accessMessage, type ActingMember } from '../tenancy';

type FileContent = Extract<OutgoingContent, { fileId: string }>;
type ReactionContent = Extract<OutgoingContent, { type: 'reaction' }>;

/** What a message's row says, and the file that it takes. */
export interface RowContent {
  content: MessageContent;
  upload: (Pick<UploadRow, 'id'> & { fileName: string | null }) | null;
}

export const wrongField = (path: string, message: string): WhatsAppError =>
  new WhatsAppError('invalid', message, { fields: [{ path, message }] });

const NAMES: Record<FileKind, string> = {
  image: 'a picture',
  video: 'a video',
  audio: 'a sound',
  document: 'a document',
};

/** The type without what is said of its inside. */
const plainType = (mimeType: string): string => mimeType.split(';')[0] ?? mimeType;

const checkFile = (content: FileContent, upload: UploadRow, kind: ChannelKind): string => {
  const { maxBytes, mimeTypes } = FILE_RULES[kind][content.type];
  const mimeType = upload.mimeType ?? '';
  if (mimeTypes && !mimeTypes.includes(plainType(mimeType)))
    throw wrongField('content.fileId', `WhatsApp does not take ${mimeType} as ${NAMES[content.type]}`);
  if ((upload.sizeBytes ?? 0) > maxBytes)
    throw wrongField(
      'content.fileId',
      `WhatsApp takes at most ${maxBytes / 1024 / 1024} MB as ${NAMES[content.type]}`,
    );
  if (content.type === 'audio' && content.voice && mimeType !== VOICE_TYPE)
    throw wrongField('content.voice', 'WhatsApp plays only Ogg files with Opus as voice messages');
  return mimeType;
};

const nameOf = (content: FileContent, upload: UploadRow): string | null => {
  if (content.type !== 'document') return null;
  if (content.filename === undefined) return upload.fileName;
  const cleaned = cleanFileName(content.filename);
  if (cleaned === null) throw wrongField('content.filename', 'Nothing of this name can be shown');
  return cleaned;
};

const fileContent = async (
  connection: Connection,
  content: FileContent,
  { tenantId, channelKind }: { tenantId: number; channelKind: ChannelKind },
): Promise<RowContent> => {
  const { fileId, ...words } = content;
  const upload = isDocumentId(fileId) && (await findUpload(connection, { tenantId, documentId: fileId }));
  // Another company's is as good as none.
  if (!upload) throw new WhatsAppError('not-found', 'File not found');
  const mimeType = checkFile(content, upload, channelKind);
  const fileName = nameOf(content, upload);
  return {
    content: { ...words, mediaId: upload.documentId, mimeType, ...(fileName ? { filename: fileName } : {}) },
    upload: { id: upload.id, fileName },
  };
};

/** WhatsApp's id of the message that is reacted to, once this member may see it and it can be reacted to. */
export const targetOf = async (
  strapi: Core.Strapi,
  member: ActingMember,
  { conversationId, content }: { conversationId: number; content: ReactionContent },
): Promise<string> => {
  const target = await accessMessage(strapi, member, content.targetId);
  const refuse = (message: string) => wrongField('content.targetId', message);
  if (target.conversationId !== conversationId) throw refuse('This message is in another conversation');
  if (target.content.type === 'reaction') throw refuse('Nobody reacts to a reaction');
  if (!target.messageId) throw refuse('WhatsApp does not have this message');
  return target.messageId;
};

/** What the row of a new message says: as that of one that came in, so that whatever shows it knows how. */
export const rowContentOf = async (
  connection: Connection,
  content: OutgoingContent,
  about: { tenantId: number; channelKind: ChannelKind; reactsTo: string | null },
): Promise<RowContent> => {
  switch (content.type) {
    case 'text':
    case 'location':
    case 'contacts':
      return { content, upload: null };
    case 'reaction':
      return { content: { ...content, targetId: about.reactsTo ?? '' }, upload: null };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
      return fileContent(connection, content, about);
  }
};

/** Gives the file to its message in the transaction that keeps the message: one file, one message. */
export const tieFile = async (
  trx: Trx,
  { upload }: RowContent,
  message: { messageId: number; channelId: number },
): Promise<void> => {
  if (upload && !(await tieUpload(trx, { ...upload, ...message })))
    throw wrongField('content.fileId', 'This file was sent with another message');
};
