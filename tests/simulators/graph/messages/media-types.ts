const MB = 1024 * 1024;

const PICTURES = ['image/jpeg', 'image/png'];
const VIDEOS = ['video/mp4', 'video/3gpp'];
const SOUNDS = ['audio/aac', 'audio/mp4', 'audio/mpeg', 'audio/amr', 'audio/ogg', 'audio/opus'];
const PAPERS = [
  'application/vnd.ms-powerpoint',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/pdf',
  'text/plain',
  'application/vnd.ms-excel',
];

/** Meta's table: what each kind of message takes. A document may be anything that can be uploaded at all. */
export const MEDIA_TYPES: Readonly<Record<string, { types: readonly string[]; maxBytes: number }>> = {
  image: { types: PICTURES, maxBytes: 5 * MB },
  video: { types: VIDEOS, maxBytes: 16 * MB },
  audio: { types: SOUNDS, maxBytes: 16 * MB },
  sticker: { types: ['image/webp'], maxBytes: 512 * 1024 },
  document: { types: [...PICTURES, 'image/webp', ...VIDEOS, ...SOUNDS, ...PAPERS], maxBytes: 100 * MB },
};

/** The type without what is said of its inside. */
export const plainType = (mimeType: string): string => mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
