import { z } from 'zod';

/**
 * A message on its way between a page and the servers. `ser` is WhatsApp's serialized id:
 * `<fromMe>_<chat>_<id>[_<participant>]`. What else a kind of message carries travels along untouched.
 */
export const WireMessage = z.looseObject({
  ser: z.string().min(1),
  id: z.string().min(1),
  fromMe: z.boolean(),
  chat: z.string().min(1),
  /** In groups: who wrote it. */
  participant: z.string().optional(),
  from: z.string().min(1),
  to: z.string().min(1),
  author: z.string().optional(),
  /** Seconds, as WhatsApp counts. */
  t: z.number(),
  type: z.string().min(1),
  ack: z.number().optional(),
  body: z.string().nullish(),
  caption: z.string().nullish(),
  directPath: z.string().optional(),
  filehash: z.string().optional(),
  mimetype: z.string().optional(),
  filename: z.string().optional(),
});
export type WireMessage = z.infer<typeof WireMessage>;

export const WireReaction = z.object({
  id: z.string(),
  fromMe: z.boolean(),
  /** The message that was reacted to. */
  parent: z.string(),
  chat: z.string(),
  from: z.string(),
  author: z.string().optional(),
  /** An empty text takes the reaction back. */
  text: z.string(),
  atMs: z.number(),
});
export type WireReaction = z.infer<typeof WireReaction>;

export const WireVote = z.object({
  id: z.string(),
  fromMe: z.boolean(),
  /** The poll. */
  parent: z.string(),
  chat: z.string(),
  from: z.string(),
  author: z.string().optional(),
  selected: z.array(z.number().int().nonnegative()),
  atMs: z.number(),
});
export type WireVote = z.infer<typeof WireVote>;

export interface WireContact {
  /** The phone number's id, …@c.us. Absent: WhatsApp does not tell it. */
  pn?: string;
  lid?: string;
  name?: string;
  pushname?: string;
  isBusiness?: boolean;
  /** Their chat goes by the LID: their number may be unknown to the company. */
  isLidAddressed: boolean;
}

export interface WireGroup {
  id: string;
  subject: string;
  owner: string;
  /** Seconds. */
  createdAt: number;
  participants: { id: string; isAdmin: boolean }[];
  isLidAddressed: boolean;
}

export interface WireChat {
  id: string;
  unreadCount: number;
  isArchived: boolean;
}

export interface WireCall {
  id: string;
  peer: string;
  isVideo: boolean;
  isGroup: boolean;
  /** Seconds. */
  at: number;
}
