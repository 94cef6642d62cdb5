import { z } from 'zod';
import type { ChannelKind } from './channel';

/** What a person may send. Strict: nothing that WhatsApp would refuse for its shape gets past here. */

/** Meta's limit for a text body (Cloud API, text messages). */
export const TEXT_MAX_LENGTH = 4096;
/** Meta's limit for the words under a picture, a video or a document. */
export const CAPTION_MAX_LENGTH = 1024;
const NAME_MAX_LENGTH = 240;
const CARDS_MAX = 50;
const PHONES_MAX = 20;

export const FileKind = z.enum(['image', 'video', 'audio', 'document']);
export type FileKind = z.infer<typeof FileKind>;

interface FileRule {
  maxBytes: number;
  /** Null: whatever it is. Without parameters; see `VOICE_TYPE` for the one that matters. */
  mimeTypes: readonly string[] | null;
}

const MB = 1024 * 1024;
const VIDEOS = ['video/mp4', 'video/3gpp'];
const SOUNDS = ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'];
/** A page of WhatsApp Web takes some 26 times the size of a file while it sends it. */
const WEB_MAX_BYTES = 64 * MB;

/** What each kind of channel takes as what. Cloud: Meta's table of media; Web: what a page can carry. */
export const FILE_RULES: Record<ChannelKind, Record<FileKind, FileRule>> = {
  cloud: {
    image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
    video: { maxBytes: 16 * MB, mimeTypes: VIDEOS },
    audio: { maxBytes: 16 * MB, mimeTypes: SOUNDS },
    document: { maxBytes: 100 * MB, mimeTypes: null },
  },
  web: {
    image: { maxBytes: 16 * MB, mimeTypes: ['image/jpeg', 'image/png', 'image/webp'] },
    video: { maxBytes: WEB_MAX_BYTES, mimeTypes: VIDEOS },
    audio: { maxBytes: 16 * MB, mimeTypes: SOUNDS },
    document: { maxBytes: WEB_MAX_BYTES, mimeTypes: null },
  },
};

/** The only sound that WhatsApp plays as a voice message. */
export const VOICE_TYPE = 'audio/ogg; codecs=opus';

const PICTOGRAPH = String.raw`\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?`;
const KEYCAP = String.raw`[0-9#*]\uFE0F?\u20E3`;
const FLAG = String.raw`\p{Regional_Indicator}{2}`;
/** Of a part of a country: letters that nobody sees. */
const TAGS = String.raw`(?:[\u{E0020}-\u{E007E}]+\u{E007F})?`;
const EMOJI = new RegExp(`^(?:${KEYCAP}|${FLAG}|${PICTOGRAPH}${TAGS}(?:\\u200D${PICTOGRAPH})*)$`, 'u');

/** Whether a text is one emoji, of however many characters. */
export const isEmoji = (text: string): boolean => EMOJI.test(text);

const isWritten = (text: string): boolean => text.trim().length > 0;
const words = (max: number, what: string) =>
  z.string().max(max, `At most ${max} characters`).refine(isWritten, `The ${what} is empty`);

const fileId = z.string().min(1).max(64);
const caption = words(CAPTION_MAX_LENGTH, 'caption').optional();

const isPhone = (value: string): boolean =>
  /^\+?[\d ().-]+$/.test(value) && /^\d{5,20}$/.test(value.replace(/\D/g, ''));
const phone = z.string().trim().max(40).refine(isPhone, '5 to 20 digits');

export const OutgoingText = z.strictObject({ type: z.literal('text'), body: words(TEXT_MAX_LENGTH, 'text') });

export const OutgoingContent = z.discriminatedUnion('type', [
  OutgoingText,
  /** `fileId` is what `POST /whatsapp/files` gave; one file, one message. */
  z.strictObject({ type: z.literal('image'), fileId, caption }),
  z.strictObject({ type: z.literal('video'), fileId, caption }),
  z.strictObject({ type: z.literal('audio'), fileId, voice: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('document'),
    fileId,
    caption,
    /** Instead of the name that the file was uploaded with. */
    filename: words(NAME_MAX_LENGTH, 'name').optional(),
  }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: words(NAME_MAX_LENGTH, 'name').optional(),
    address: words(CAPTION_MAX_LENGTH, 'address').optional(),
  }),
  z.strictObject({
    type: z.literal('contacts'),
    contacts: z
      .array(
        z.strictObject({
          name: words(NAME_MAX_LENGTH, 'name'),
          phones: z.array(phone).min(1, 'A number is missing').max(PHONES_MAX),
        }),
      )
      .min(1, 'A contact is missing')
      .max(CARDS_MAX),
  }),
  /** `targetId` is our id of the message; `emoji: null` takes the reaction back. */
  z.strictObject({
    type: z.literal('reaction'),
    emoji: z.string().max(64).refine(isEmoji, 'This is not one emoji').nullable(),
    targetId: z.string().min(1).max(64),
  }),
]);
export type OutgoingContent = z.infer<typeof OutgoingContent>;
