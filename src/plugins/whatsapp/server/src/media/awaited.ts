import type { MessageContent } from '../../../contracts/content';
import { clip, storable } from '../kit/storable';
import { insertMediaFiles, type NewMediaFile, type NewMessage, type Trx } from '../store';
import { cleanFileName } from './file-name';

type FileContent = Extract<MessageContent, { mediaId?: string }>;

const KINDS: readonly string[] = [
  'image',
  'video',
  'audio',
  'document',
  'sticker',
] satisfies FileContent['type'][];

const hasFile = (content: MessageContent): content is FileContent & { mediaId: string } =>
  KINDS.includes(content.type) && 'mediaId' in content && Boolean(content.mediaId);

export const carriesFile = (content: MessageContent): boolean => hasFile(content);

/** WhatsApp's digest of the bytes: base64 in webhooks. Null when it is something else. */
const hexOf = (sha256: string | undefined): string | null => {
  const bytes = Buffer.from(sha256 ?? '', 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : null;
};

type StoredMessage = Pick<NewMessage, 'tenantId' | 'channelId' | 'content'> & { id: number };

const fileOf = ({ id, tenantId, channelId, content }: StoredMessage): NewMediaFile[] => {
  if (!hasFile(content)) return [];
  const name = content.type === 'document' ? content.filename : undefined;
  return [
    {
      tenantId,
      channelId,
      messageId: id,
      mediaId: clip(storable(content.mediaId)),
      fileName: name ? cleanFileName(storable(name)) : null,
      digest: hexOf(content.sha256),
    },
  ];
};

/**
 * Notes the files of new messages as waiting, within the transaction that stores the messages: there is no message whose
 * file nobody fetches.
 */
export const awaitFiles = (trx: Trx, messages: StoredMessage[], now: Date): Promise<void> =>
  insertMediaFiles(trx, messages.flatMap(fileOf), now);
