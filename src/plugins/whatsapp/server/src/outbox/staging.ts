import type { Core } from '@strapi/strapi';
import type { FileToSend, StagedFile } from '../../../contracts/bridge';
import { WhatsAppError } from '../../../contracts/errors';
import { FileKind } from '../../../contracts/outgoing';
import { backoffMs } from '../kit/backoff';
import { UNKNOWN_TYPE } from '../media';
import { findMediaFile, type MessageRow } from '../store';
import type { Way } from '../sessions';

export type FileInHand = FileToSend & StagedFile;

const gone = (): WhatsAppError =>
  new WhatsAppError('rejected', 'The file of this message is not there any more', {
    remedy: 'Upload it again and send it in a new message.',
  });

const fileOf = async (strapi: Core.Strapi, { id, tenantId }: MessageRow): Promise<FileToSend> => {
  const row = await findMediaFile(strapi, { 'f.tenant_id': tenantId, 'f.message_id': id });
  if (row?.state !== 'ready' || !row.digest || !row.sizeBytes) throw gone();
  const { documentId, mimeType, fileName, sizeBytes, digest } = row;
  return {
    id: documentId,
    mimeType: mimeType ?? UNKNOWN_TYPE,
    filename: fileName ?? undefined,
    sizeBytes,
    sha256: digest,
  };
};

/** Only this chat waits: that its file does not get through says nothing of the others. */
const forThisChat = (error: unknown, { attempts }: MessageRow): unknown =>
  error instanceof WhatsAppError && error.kind === 'unreachable'
    ? new WhatsAppError('unreachable', error.message, {
        ...error.toReport(),
        scope: 'chat',
        retryAfterMs: error.retryAfterMs ?? backoffMs(attempts),
      })
    : error;

/**
 * Brings the file of a message to where the send will find it; null for a message without one. Nothing is sent by it:
 * whatever fails here, also by silence, may be tried again.
 */
export const stageFile = async (
  strapi: Core.Strapi,
  message: MessageRow,
  { way, channelId, signal }: { way: Way; channelId: string; signal: AbortSignal },
): Promise<FileInHand | null> => {
  if (!FileKind.safeParse(message.content.type).success) return null;
  const file = await fileOf(strapi, message);
  try {
    return { ...file, ...(await way.stageFile(channelId, { file }, signal)) };
  } catch (error) {
    throw forThisChat(error, message);
  }
};
