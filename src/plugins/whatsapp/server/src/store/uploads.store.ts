import type { Core } from '@strapi/strapi';
import { shapeOf } from './columns';
import { connectionOf, newRow, TABLES, type Connection } from './database';
import type { MediaFileRow } from './rows';
import { checkMayWrite, scoped } from './scoped';
import { insertNew } from './set-wise';

/** A file that somebody of the company brought, to send it. `messageId` is null until a message has it. */
export type UploadRow = Pick<
  MediaFileRow,
  'id' | 'documentId' | 'tenantId' | 'state' | 'mimeType' | 'fileName' | 'sizeBytes'
> & { messageId: number | null };

const shape = shapeOf<UploadRow>([
  'id',
  'documentId',
  'tenantId',
  'messageId',
  'state',
  'mimeType',
  'fileName',
  'sizeBytes',
]);

/** There is no file of WhatsApp's behind it: what is sent gets an id there with each send. */
const NO_MEDIA_ID = '';

export type NewUpload = Pick<
  MediaFileRow,
  'tenantId' | 'mimeType' | 'fileName' | 'sizeBytes' | 'digest' | 'storageKey'
>;

/** Keeps a file that waits for its message. Gives its id. */
export const insertUpload = async (strapi: Core.Strapi, upload: NewUpload, now: Date): Promise<string> => {
  const row = newRow({ ...upload, mediaId: NO_MEDIA_ID, state: 'ready', attempts: 0 }, now);
  const [inserted] = await insertNew<{ document_id: string }>(
    connectionOf(strapi),
    TABLES.mediaFiles,
    [row],
    ['storage_key'],
    ['document_id'],
  );
  if (!inserted) throw new Error('A file was not kept');
  return inserted.document_id;
};

export const findUpload = async (
  connection: Connection,
  { tenantId, documentId }: { tenantId: number; documentId: string },
): Promise<UploadRow | null> => {
  const [row] = (await scoped(connection, TABLES.mediaFiles)
    .select(shape.select())
    .where({ document_id: documentId })
    .whereRaw('tenant_id * 1 = ?', [tenantId])
    .limit(1)) as unknown[];
  return row ? shape.read(row) : null;
};

/** Gives the file to its message, for good. False: another one has it. Only inside `changeTenants`. */
export const tieUpload = async (
  connection: Connection,
  { id, ...tie }: { id: number; messageId: number; channelId: number; fileName: string | null },
): Promise<boolean> => {
  const count: number = await scoped(connection, TABLES.mediaFiles)
    .where({ id, state: 'ready' })
    .whereNull('message_id')
    .update({ message_id: tie.messageId, channel_id: tie.channelId, file_name: tie.fileName });
  return count === 1;
};

interface Unused {
  id: number;
  company: string;
  storageKey: string;
}

/** Forgets files that no message has taken for so long, and says where their bytes are: nobody can take them now. */
export const dropUploads = async (
  strapi: Core.Strapi,
  { before, limit }: { before: Date; limit: number },
): Promise<{ company: string; storageKey: string }[]> => {
  checkMayWrite();
  return connectionOf(strapi).transaction(async (trx) => {
    const unused = () =>
      scoped(trx, TABLES.mediaFiles, 'f').whereNull('f.message_id').where('f.created_at', '<', before);
    const found = await unused()
      .join({ t: TABLES.tenants }, 't.id', 'f.tenant_id')
      .where({ 'f.state': 'ready', 'f.media_id': NO_MEDIA_ID })
      .limit(limit)
      .select<Unused[]>({ id: 'f.id', company: 't.document_id', storageKey: 'f.storage_key' });
    const rows = () =>
      scoped(trx, TABLES.mediaFiles).whereIn(
        'id',
        found.map(({ id }) => id),
      );
    // What a message has taken since we looked stays. Asked for afterwards: SQLite does not tell what it deleted.
    await rows().whereNull('message_id').delete();
    const kept = new Set((await rows().select<Pick<Unused, 'id'>[]>('id')).map(({ id }) => Number(id)));
    return found.filter(({ id }) => !kept.has(Number(id)));
  });
};
