import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WireMessage } from '../protocol/message';
import { addressIn, chatOf, findContact, messageOf } from '../server/accounts';
import type { Account, Contact, Group } from '../server/accounts';
import type { Blobs } from '../server/blobs';

const Attachment = z.strictObject({
  /** Base64 when it comes from another process. */
  bytes: z.union([
    z.custom<Uint8Array>((value) => value instanceof Uint8Array),
    z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64')),
  ]),
  mimetype: z.string(),
  filename: z.string().optional(),
  /** Default: by the MIME type. */
  kind: z.enum(['image', 'video', 'audio', 'ptt', 'document', 'sticker']).optional(),
});

/** What a person writes: one of text, file, location, cards, poll; or any `type` with whatever WhatsApp gives it in `more`. */
export const Writing = z.strictObject({
  text: z.string().optional(),
  file: Attachment.optional(),
  location: z
    .strictObject({
      lat: z.number(),
      lng: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  cards: z.array(z.string()).min(1).optional(),
  poll: z
    .strictObject({
      question: z.string(),
      options: z.array(z.string()).min(2),
      isMultiple: z.boolean().default(false),
    })
    .optional(),
  type: z.string().optional(),
  /** The message that this one answers. */
  quoted: z.string().optional(),
  /** Seconds. Default: now. */
  at: z.number().int().optional(),
  more: z.record(z.string(), z.unknown()).optional(),
});
export type Writing = z.input<typeof Writing>;

const KINDS: Record<string, string> = { image: 'image', video: 'video', audio: 'audio' };

const filePart = (blobs: Blobs, file: z.infer<typeof Attachment>, text: string | undefined) => {
  const { bytes, mimetype, filename, kind } = file;
  return {
    ...blobs.put(Buffer.from(bytes), mimetype),
    type: kind ?? KINDS[mimetype.split('/')[0] ?? ''] ?? 'document',
    mimetype,
    filename,
    caption: text,
    mediaKey: randomBytes(32).toString('base64'),
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
  };
};

const pollPart = ({ question, options, isMultiple }: NonNullable<z.infer<typeof Writing>['poll']>) => ({
  type: 'poll_creation',
  kind: 'pollCreation',
  pollName: question,
  pollOptions: options.map((name, localId) => ({ name, localId })),
  pollSelectableOptionsCount: isMultiple ? 0 : 1,
  messageSecret: [...randomBytes(32)],
});

const cardsPart = ([first = '', ...others]: string[]) =>
  others.length === 0
    ? { type: 'vcard', body: first }
    : { type: 'multi_vcard', vcardList: [first, ...others].map((vcard) => ({ vcard })) };

const locationPart = ({ lat, lng, name, address }: NonNullable<Writing['location']>) => ({
  type: 'location',
  lat,
  lng,
  loc: [name, address].filter(Boolean).join('\n') || undefined,
});

/** The part of a message that its kind decides. */
export const contentOf = (
  account: Account,
  blobs: Blobs,
  input: Writing,
): Record<string, unknown> & { type: string } => {
  const { text, file, location, cards, poll, type, quoted, more } = Writing.parse(input);
  const original = quoted === undefined ? undefined : messageOf(account, quoted);
  return {
    type: 'chat',
    body: file ? undefined : text,
    ...(file && filePart(blobs, file, text)),
    ...(location && locationPart(location)),
    ...(cards && cardsPart(cards)),
    ...(poll && pollPart(poll)),
    ...(type === undefined ? {} : { type }),
    ...(original && {
      quotedStanzaID: original.id,
      quotedMsg: { type: original.type, body: original.body, caption: original.caption },
      quotedParticipant: original.participant ?? original.from,
    }),
    ...more,
  };
};

export interface Place {
  chat: string;
  /** In groups: whose address. */
  participant?: string;
}

export const groupOf = ({ groups, pn }: Account, id: string): Group => {
  const group = groups.get(id);
  if (!group) throw new Error(`${pn} is in no group ${id}`);
  return group;
};

/** Where something of this person appears: in their own chat, or under their name in a group. */
export const placeOf = (account: Account, person: string, groupId?: string): Place => {
  const contact = findContact(account, person);
  const pn = contact?.pn ?? person;
  if (groupId === undefined) return { chat: contact ? chatOf(contact) : pn };
  return { chat: groupId, participant: addressIn(account, groupOf(account, groupId), pn) };
};

export interface Envelope {
  account: Account;
  place: Place;
  fromMe: boolean;
  at: number | undefined;
  contact?: Contact | undefined;
}

export const inEnvelope = (
  { account, place: { chat, participant }, fromMe, at, contact }: Envelope,
  content: Record<string, unknown> & { type: string },
): WireMessage => {
  const id = `3A${randomBytes(9).toString('hex').toUpperCase()}`;
  return {
    ...content,
    ser: [String(fromMe), chat, id, ...(participant ? [participant] : [])].join('_'),
    id,
    fromMe,
    chat,
    participant,
    author: participant,
    from: fromMe ? account.pn : chat,
    to: fromMe ? chat : account.pn,
    t: at ?? Math.floor(Date.now() / 1000),
    ack: 1,
    notifyName: fromMe ? account.pushname : (contact?.pushname ?? contact?.name),
  };
};
