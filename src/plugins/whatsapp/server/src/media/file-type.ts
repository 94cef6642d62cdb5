import { open } from 'node:fs/promises';
import { fileTypeFromFile } from 'file-type';

interface SafeType {
  /** The first is the right one, the others are as good. */
  extensions: readonly string[];
  /** Whether a browser shows it by itself, without running anything of it. */
  isShown: boolean;
}

const shown = (...extensions: string[]): SafeType => ({ extensions, isShown: true });

/**
 * What may be called by its name towards a browser. Everything else is bytes to save: HTML, SVG and XML could run scripts
 * in the name of this server, and what is not known could be any of them.
 */
const SAFE_TYPES: Readonly<Record<string, SafeType>> = {
  'image/jpeg': shown('jpg', 'jpeg', 'jpe', 'jfif'),
  'image/png': shown('png'),
  'image/webp': shown('webp'),
  'image/gif': shown('gif'),
  'video/mp4': shown('mp4', 'm4v'),
  'video/3gpp': shown('3gp', '3gpp'),
  'audio/ogg': shown('ogg', 'oga'),
  'audio/ogg; codecs=opus': shown('ogg', 'opus', 'oga'),
  'audio/aac': shown('aac'),
  'audio/amr': shown('amr'),
  'audio/mpeg': shown('mp3', 'mpga'),
  'audio/mp4': shown('m4a', 'mp4'),
  // A browser's viewer does not open in the sandbox that every file is shown in.
  'application/pdf': { extensions: ['pdf'], isShown: false },
};

/** Other words for the same bytes. */
const ALIASES: Readonly<Record<string, string>> = { 'audio/x-m4a': 'audio/mp4', 'image/apng': 'image/png' };

export const UNKNOWN_TYPE = 'application/octet-stream';

const UNKNOWN: SafeType = { extensions: [], isShown: false };

const isSafe = (mimeType: string): boolean => Object.hasOwn(SAFE_TYPES, mimeType);

/** What a stored type means for a browser. A type that is not on the list, whatever it says, is `UNKNOWN_TYPE`. */
export const servedAs = (mimeType: string | null): SafeType & { mimeType: string } => {
  const type = mimeType !== null && isSafe(mimeType) ? SAFE_TYPES[mimeType] : undefined;
  return type && mimeType !== null ? { ...type, mimeType } : { ...UNKNOWN, mimeType: UNKNOWN_TYPE };
};

const detect = async (path: string): Promise<string | undefined> => {
  // A file that confuses the reader is one that nobody should show.
  const found = await fileTypeFromFile(path).catch(() => undefined);
  return ALIASES[found?.mime ?? ''] ?? found?.mime;
};

/** What the file is by its bytes. Neither its name nor what WhatsApp says of it is asked. */
export const typeOfFile = async (path: string): Promise<string> => {
  const mimeType = (await detect(path)) ?? '';
  return isSafe(mimeType) ? mimeType : UNKNOWN_TYPE;
};

/** Older files of an office look alike in their bytes: which of them it is says the ending. */
const OFFICE_CONTAINER = 'application/x-cfb';
const OFFICE_TYPES: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
};

const SAMPLE_BYTES = 64 * 1024;
/** What a reader of UTF-8 puts in the place of what is none. */
const REPLACEMENT = '\uFFFD';

/** No controls but those that lines and tables have. */
const isPlain = (text: string): boolean =>
  !text.includes(REPLACEMENT) && !/\p{Cc}/u.test(text.replace(/[\t\n\r\f]/g, ''));

const isText = async (path: string): Promise<boolean> => {
  const handle = await open(path, 'r');
  try {
    const sample = Buffer.alloc(SAMPLE_BYTES);
    const { bytesRead } = await handle.read(sample, 0, SAMPLE_BYTES, 0);
    // A character that the sample cuts in two is none that is wrong.
    return isPlain(new TextDecoder().decode(sample.subarray(0, bytesRead), { stream: true }));
  } finally {
    await handle.close();
  }
};

/**
 * What a file that shall be sent is by its bytes, as WhatsApp wants to be told. It may be anything: for showing it to a
 * browser, `servedAs` decides.
 */
export const typeToSend = async (path: string, fileName: string | null): Promise<string> => {
  const mimeType = await detect(path);
  if (mimeType === OFFICE_CONTAINER) {
    const [, ending = ''] = /\.(\w+)$/.exec(fileName ?? '') ?? [];
    return OFFICE_TYPES[ending.toLowerCase()] ?? mimeType;
  }
  return mimeType ?? ((await isText(path)) ? 'text/plain' : UNKNOWN_TYPE);
};
