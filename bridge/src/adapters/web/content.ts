import { MessageContent } from '../../../../src/plugins/whatsapp/contracts/content';
import { compact } from '../../kit/lenient';
import type { RawMessage } from './raw-message';
import { readCard } from './vcard';

/** WhatsApp gives a file's digest in base64. */
const hexOf = (digest: string | undefined): string | undefined => {
  const bytes = Buffer.from(digest ?? '', 'base64');
  return bytes.length === 32 ? bytes.toString('hex') : undefined;
};

const mediaOf = (raw: RawMessage) => ({
  // The serialized id is what the page finds the file by; it needs the message, not an address of the bytes.
  mediaId: raw.id._serialized,
  mimeType: raw.mimetype,
  sha256: hexOf(raw.filehash),
  caption: raw.caption === raw.filename ? undefined : raw.caption,
});

const contactsOf = (cards: (string | undefined)[]) => ({
  type: 'contacts',
  contacts: cards.flatMap((card) => (card ? [readCard(card)] : [])),
});

const locationOf = (raw: RawMessage) => {
  const [name, address] = (raw.loc ?? '').split('\n');
  return {
    type: 'location',
    latitude: raw.lat,
    longitude: raw.lng,
    name: name || undefined,
    address: address || undefined,
    url: raw.clientUrl,
  };
};

const choiceOf = (raw: RawMessage) => ({
  type: 'choice',
  id: raw.selectedButtonId ?? raw.selectedId ?? raw.listResponse?.singleSelectReply?.selectedRowId,
  title: raw.listResponse?.title ?? raw.body,
  description: raw.listResponse?.description,
});

const wordsOf = (raw: RawMessage) => ({ type: 'text', body: raw.body ?? raw.title });

/** One line per type of the page's. What comes back is checked against the contract before it counts. */
const PRESENTERS: Record<string, (raw: RawMessage) => object> = {
  chat: wordsOf,
  image: (raw) => ({ type: 'image', ...mediaOf(raw) }),
  video: (raw) => ({ type: 'video', ...mediaOf(raw) }),
  audio: (raw) => ({ type: 'audio', ...mediaOf(raw) }),
  ptt: (raw) => ({ type: 'audio', ...mediaOf(raw), voice: true }),
  document: (raw) => ({ type: 'document', ...mediaOf(raw), filename: raw.filename }),
  sticker: (raw) => ({ type: 'sticker', ...mediaOf(raw), caption: undefined, animated: raw.isAnimated }),
  location: locationOf,
  vcard: (raw) => contactsOf([raw.body]),
  multi_vcard: (raw) => contactsOf(raw.vcardList.map(({ vcard }) => vcard)),
  poll_creation: (raw) => ({
    type: 'poll',
    question: raw.pollName,
    options: raw.pollOptions.flatMap(({ name }) => name ?? []),
  }),
  buttons_response: choiceOf,
  list_response: choiceOf,
  template_button_reply: choiceOf,
  interactive: wordsOf,
  hsm: wordsOf,
  call_log: (raw) => ({ type: 'system', event: 'call', body: raw.isVideoCall ? 'Video call' : 'Voice call' }),
};

/** What the page keeps as messages although nobody said anything. */
const SILENT = new Set([
  'album',
  'broadcast_notification',
  'ciphertext', // its words follow once WhatsApp has decrypted it
  'debug',
  'e2e_notification',
  'gp2',
  'group_notification',
  'keep_in_chat',
  'newsletter_notification',
  'notification',
  'notification_template',
  'pinned_message',
  'poll_update',
  'protocol',
  'reaction',
  'revoked',
]);

export const isSilent = (raw: RawMessage): boolean => SILENT.has(raw.type);

const LONGEST_KEPT = 2_000;
const NOT_KEPT = new Set(['mediaKey', 'messageSecret', 'waveform', 'mediaData', 'thumbnail', 'preview']);

/** A payload that we do not understand, without keys of files and without pictures in it. */
const kept = (original: unknown): unknown =>
  JSON.parse(
    JSON.stringify(original ?? null, (name, value: unknown) =>
      NOT_KEPT.has(name) || (typeof value === 'string' && value.length > LONGEST_KEPT) ? undefined : value,
    ),
  );

/**
 * What a message of the page's says. A type that we do not know, or a known one that lacks what makes it one, becomes
 * `unsupported` and keeps its payload: a message is never lost for its content.
 */
export const contentOf = (raw: RawMessage, original: unknown): MessageContent => {
  const present = Object.hasOwn(PRESENTERS, raw.type) ? PRESENTERS[raw.type] : undefined;
  const content = MessageContent.safeParse(compact(present?.(raw) ?? {}));
  if (content.success) return content.data;
  return { type: 'unsupported', original: raw.type, raw: kept(original) };
};
