import { randomBytes, sha256, toBase64 } from '../core/bytes';
import { createModel, hide } from '../core/model';
import type { Modules } from './context';

interface MediaObject {
  filehash: string;
  size?: number;
  type?: string;
  blob?: Blob;
  contentInfo: { waveform?: Uint8Array };
  consolidate: () => void;
}
interface Preparation {
  asDocument?: boolean;
  asSticker?: boolean;
  asGif?: boolean;
  isPtt?: boolean;
}
interface Uploaded {
  directPath: string;
  encFilehash: string;
}
interface Download {
  directPath: string;
  filehash?: string;
}

class OpaqueData {
  readonly type: string;
  #blob: Blob;
  #url: string | null = null;

  constructor(blob: Blob, type: string) {
    this.#blob = blob;
    this.type = type;
  }
  static async createFromData(blob: Blob, type?: string): Promise<OpaqueData> {
    return new OpaqueData(blob, type ?? blob.type);
  }
  url(): string {
    this.#url ??= URL.createObjectURL(this.#blob);
    return this.#url;
  }
  autorelease(): void {
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#url = null;
  }
  formData(): Blob {
    return this.#blob;
  }
}

const kindOf = (mimetype: string, { asDocument, asSticker, isPtt }: Preparation): string => {
  if (asDocument) return 'document';
  if (asSticker) return 'sticker';
  if (isPtt) return 'ptt';
  const [kind = ''] = mimetype.split('/');
  return ['image', 'video', 'audio'].includes(kind) ? kind : 'document';
};

const failure = (what: string, status: number): Error =>
  Object.assign(new Error(`${what} failed with ${status}`), { status });

const upload = async (blob: Blob, type: string): Promise<Uploaded> => {
  const response = await fetch('/mms', { method: 'POST', headers: { 'content-type': type }, body: blob });
  if (!response.ok) throw failure('upload', response.status);
  return (await response.json()) as Uploaded;
};

const download = async ({ directPath, filehash }: Download): Promise<ArrayBuffer> => {
  const response = await fetch(directPath);
  if (!response.ok) throw failure('download', response.status);
  const bytes = await response.arrayBuffer();
  if (filehash && (await sha256(bytes)) !== filehash) throw new Error('media: filehash mismatch');
  return bytes;
};

const toWebp = async (file: Blob): Promise<Blob> => {
  const image = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return canvas.convertToBlob({ type: 'image/webp' });
};

/** Files: prepared, hashed, uploaded, fetched. */
export const mediaModules = (): Modules => {
  const objects = new Map<string, MediaObject>();
  const objectOf = (filehash: string, more: Partial<MediaObject> = {}): MediaObject => {
    const known = objects.get(filehash) ?? { filehash, contentInfo: {}, consolidate: () => undefined };
    objects.set(filehash, Object.assign(known, more));
    return known;
  };
  const prepare = async (data: OpaqueData, how: Preparation) => {
    const blob = data.formData();
    const bytes = await blob.arrayBuffer();
    const filehash = await sha256(bytes);
    const type = kindOf(data.type, how);
    const prepared = createModel<Record<string, unknown>>({
      type,
      mimetype: data.type,
      filehash,
      size: bytes.byteLength,
      isGif: Boolean(how.asGif),
      filename: blob instanceof File ? blob.name : undefined,
      preview: undefined,
    });
    hide(prepared, 'mediaBlob', data);
    objectOf(filehash, { size: bytes.byteLength, type, blob });
    return prepared;
  };
  const uploadMedia = async ({ mimetype, mediaObject }: { mimetype: string; mediaObject: MediaObject }) => {
    if (!mediaObject.blob) throw new Error('media: nothing to upload');
    const { directPath, encFilehash } = await upload(mediaObject.blob, mimetype);
    return {
      mediaEntry: {
        mmsUrl: location.origin + directPath,
        deprecatedMms3Url: location.origin + directPath,
        directPath,
        mediaKey: toBase64(randomBytes(32)),
        mediaKeyTimestamp: Math.floor(Date.now() / 1000),
        encFilehash,
        uploadHash: encFilehash,
      },
    };
  };
  return {
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: {
      prepRawMedia: (data: OpaqueData, how: Preparation) => ({ waitForPrep: () => prepare(data, how) }),
    },
    WAWebMediaStorage: { getOrCreateMediaObject: (filehash: string) => objectOf(filehash) },
    WAWebMmsMediaTypes: {
      msgToMediaType: ({ type }: { type: string }) => type,
      castToV4: (type: string) => type,
    },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
    WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: { put: () => undefined } },
    WAWebMediaMmsV4Upload: { uploadMedia },
    WAWebUploadManager: {
      encryptAndUpload: async ({ blob, mediaKey }: { blob: Blob; mediaKey: string }) => {
        const uploaded = await upload(blob, blob.type);
        return { ...uploaded, url: location.origin + uploaded.directPath, mediaKey };
      },
    },
    WAWebStartMediaUploadQpl: { startMediaUploadQpl: () => ({}) },
    WAWebImageUtils: { toWebpSticker: toWebp },
    WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt: download } },
  };
};
