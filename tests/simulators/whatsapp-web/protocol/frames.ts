import { z } from 'zod';
import { WireMessage, WireReaction, WireVote } from './message';
import type { WireCall, WireChat, WireContact, WireGroup } from './message';

/** What a page keeps of a pairing: it proves which device it is. */
export const Credentials = z.object({ token: z.string().min(1), pn: z.string().min(1) });
export type Credentials = z.infer<typeof Credentials>;

/** A frame with `n` wants an answer. */
const n = z.number().int().positive();

/** Everything that a page may say. A frame that is none of these is refused and written down. */
export const PageFrame = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('hello'),
    credentials: Credentials.nullable(),
    version: z.string(),
    /** How the phone lists it. */
    deviceName: z.string(),
  }),
  z.object({ t: z.literal('refresh-qr') }),
  z.object({ t: z.literal('pairing-code'), n, phone: z.string().regex(/^\d{6,15}$/) }),
  z.object({ t: z.literal('ready-for-offline') }),
  z.object({ t: z.literal('got'), seq: z.number().int() }),
  z.object({ t: z.literal('send'), message: WireMessage }),
  z.object({ t: z.literal('react'), n, reaction: WireReaction }),
  z.object({ t: z.literal('vote'), n, vote: WireVote }),
  z.object({ t: z.literal('edit'), n, ser: z.string(), body: z.string() }),
  z.object({ t: z.literal('revoke'), n, ser: z.string() }),
  z.object({ t: z.literal('seen'), chat: z.string() }),
  z.object({ t: z.literal('archive'), chat: z.string(), isArchived: z.boolean() }),
  z.object({ t: z.literal('typing'), chat: z.string(), state: z.enum(['composing', 'recording', 'paused']) }),
  z.object({ t: z.literal('presence'), isAvailable: z.boolean() }),
  z.object({ t: z.literal('resend'), sers: z.array(z.string()) }),
  z.object({ t: z.literal('exists'), n, wid: z.string() }),
  z.object({ t: z.literal('picture'), n, wid: z.string() }),
  z.object({
    t: z.literal('history'),
    n,
    chat: z.string(),
    before: z.string().nullable(),
    limit: z.number().int().positive(),
  }),
  z.object({ t: z.literal('sync-history'), n, chat: z.string() }),
  z.object({ t: z.literal('logout'), n }),
]);
export type PageFrame = z.infer<typeof PageFrame>;
export type FrameOf<Kind extends PageFrame['t']> = Extract<PageFrame, { t: Kind }>;
/** A frame that wants an answer, as its sender writes it. */
type Unnumbered<Frame> = Frame extends { n: number } ? Omit<Frame, 'n'> : never;
export type Question = Unnumbered<PageFrame>;

/** What happened, in the order in which it happened. Kept for a device that is away until it says `got`. */
export type Stanza =
  | { kind: 'message'; message: WireMessage }
  | { kind: 'ack'; ser: string; ack: number }
  | { kind: 'reaction'; reaction: WireReaction }
  | { kind: 'vote'; vote: WireVote }
  | { kind: 'edit'; ser: string; body: string; atMs: number }
  | { kind: 'revoke'; ser: string }
  | { kind: 'remove'; ser: string }
  | { kind: 'decrypted'; ser: string; patch: Record<string, unknown> }
  | { kind: 'contact'; contact: WireContact }
  | { kind: 'group'; group: WireGroup }
  | { kind: 'read'; chat: string }
  | { kind: 'archive'; chat: string; isArchived: boolean };

export interface Welcome {
  t: 'success';
  me: { pn: string; lid?: string; pushname: string; platform: string };
  contacts: WireContact[];
  groups: WireGroup[];
  /** Only for a device that was just linked: what the phone hands over. */
  chats: WireChat[];
  history: WireMessage[];
  /** How many stanzas wait. */
  offline: number;
}

export type ServerFrame =
  | { t: 'ref'; ref: string }
  | { t: 'idle' }
  | { t: 'paired'; credentials: Credentials }
  | Welcome
  | { t: 'stanza'; seq: number; stanza: Stanza }
  | { t: 'offline-done' }
  /** Only to whoever is there: a call that rang out is a message. */
  | { t: 'call'; call: WireCall }
  | { t: 'state'; state: string }
  | { t: 'chat-state'; chat: string; participant?: string; state: 'composing' | 'recording' | 'paused' }
  /** The state changes to UNPAIRED before the event "logout", or never. */
  | { t: 'logout'; isStateFirst: boolean }
  | { t: 'harm'; harm: 'freeze' | 'reload' | 'push-state' | 'iframe' }
  | { t: 'answer'; n: number; value: unknown }
  | { t: 'refusal'; n: number; name: string; message: string };
