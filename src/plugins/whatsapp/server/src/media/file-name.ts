const MAX_LENGTH = 120;
const MAX_EXTENSION = 12;

/** What no file system takes, what quotes or ends a header, and what nobody sees: controls, joiners, reversed writing. */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}"*:<>?|;%]/gu;

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

const splitName = (name: string): [stem: string, extension: string] => {
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 ? name.slice(dot) : '';
  return extension.length > 1 && extension.length <= MAX_EXTENSION
    ? [name.slice(0, dot), extension]
    : [name, ''];
};

const clipped = (stem: string, extension: string): string =>
  `${[...stem].slice(0, MAX_LENGTH - extension.length).join('')}${extension}`;

/**
 * The name that a stranger gave to a file, as it may be shown and saved: no path, nothing invisible, nothing that changes
 * the direction of writing (`gpj.exe` that reads `exe.jpg`). Null when nothing is left.
 */
export const cleanFileName = (name: string): string | null => {
  const last = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = last
    .replace(FORBIDDEN, '')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (visible === '') return null;
  const safe = DEVICE.test(visible) ? `_${visible}` : visible;
  return clipped(...splitName(safe));
};

/** The name with the ending of what the file really is, so that no program opens it as something else. */
export const withExtension = (name: string, extensions: readonly string[]): string => {
  const [wanted] = extensions;
  if (wanted === undefined) return name;
  const [stem, own] = splitName(name);
  return extensions.includes(own.slice(1).toLowerCase()) ? name : clipped(stem, `.${wanted}`);
};

/** RFC 5987: everything but its `attr-char`. */
const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /['()*!]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** RFC 6266, with a plain name for who does not understand the other. `name` was cleaned. */
export const contentDisposition = (disposition: 'inline' | 'attachment', name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  return `${disposition}; filename="${plain}"; filename*=UTF-8''${percentEncoded(name)}`;
};
