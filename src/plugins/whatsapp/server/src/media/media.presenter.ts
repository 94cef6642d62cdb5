import { MediaAddress } from '../../../contracts/media';
import type { MediaFileRow } from '../store';
import { withExtension } from './file-name';
import { servedAs } from './file-type';

/** The name under which a file is shown and saved. */
export const nameOf = ({ fileName, mimeType, createdAt }: MediaFileRow): string => {
  const { extensions } = servedAs(mimeType);
  return withExtension(fileName ?? `whatsapp-${createdAt.toISOString().slice(0, 10)}`, extensions);
};

/** `url` and `expiresAt` are given for a file that is ready. */
export const presentMedia = (
  row: MediaFileRow,
  address: { url: string; expiresAt: Date } | null,
): MediaAddress => {
  const isReady = row.state === 'ready' && address !== null;
  return MediaAddress.parse({
    state: row.state,
    url: isReady ? address.url : null,
    expiresAt: isReady ? address.expiresAt.toISOString() : null,
    mimeType: isReady ? servedAs(row.mimeType).mimeType : null,
    fileName: isReady ? nameOf(row) : row.fileName,
    sizeBytes: isReady ? row.sizeBytes : null,
    reason: row.state === 'lost' || row.state === 'too-large' ? row.reason : null,
  });
};
