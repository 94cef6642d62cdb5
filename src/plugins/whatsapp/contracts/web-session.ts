import { z } from 'zod';
import { Addresses, BridgeEvent } from './bridge';

/**
 * The life of a WhatsApp Web session: a real browser that is linked to somebody's phone. What a bridge reports is read
 * from the page, not remembered.
 */
export const SessionState = z.enum([
  /** Nothing runs. The login stays, unless there never was one. */
  'stopped',
  'starting',
  /** A code waits for the phone. */
  'scan-code',
  'pairing',
  'syncing',
  'online',
  /** Linked, but the phone or the page does not answer as it should. */
  'degraded',
  'reconnecting',
  /** Somebody else uses the same login: it is not taken back by itself. */
  'conflict',
  /** The phone ended the link: only a new scan helps. */
  'unlinked',
  /** It cannot be started at all, for the reason given. */
  'failed',
]);
export type SessionState = z.infer<typeof SessionState>;

/** To how many people who never wrote it may write within 24 hours. */
const NewContactsPerDay = z.number().int().min(0).max(1_000);
/** The code of the refusal beyond that. */
export const NEW_CONTACTS_CODE = 'new-contacts-per-day';

/** What people want of it. `unlinked`: log out on the phone, too, and forget the login. */
export const SessionWish = z.enum(['running', 'stopped', 'unlinked']);
export type SessionWish = z.infer<typeof SessionWish>;

/** GET /whatsapp/channels/:channelId/session */
export const WebSession = z.object({
  state: SessionState,
  wish: SessionWish,
  /** Why it is not online, in a sentence. */
  reason: z.string().nullable(),
  since: z.iso.datetime().nullable(),
  /** When it is tried again by itself. */
  nextTryAt: z.iso.datetime().nullable(),
  /** Of the import of earlier messages, in percent; null when none runs. */
  importedPercent: z.number().int().min(0).max(100).nullable(),
  /** Who is linked: digits of the number, and the name on the phone. */
  phoneNumber: z.string().nullable(),
  profileName: z.string().nullable(),
  /** Whether messages of groups are taken in. */
  takesGroups: z.boolean(),
  /** When the login was last copied, so that another bridge can go on with it; null while there is no copy. */
  backedUpAt: z.iso.datetime().nullable(),
  /** Null: as many as the installation says. */
  newContactsPerDay: NewContactsPerDay.nullable(),
  defaultNewContactsPerDay: NewContactsPerDay,
});
export type WebSession = z.infer<typeof WebSession>;

/** POST /whatsapp/channels/:channelId/session/<act>. `stop` keeps the login. */
export const SessionAct = z.enum(['start', 'stop', 'restart', 'unlink']);
export type SessionAct = z.infer<typeof SessionAct>;

/**
 * GET /whatsapp/channels/:channelId/session/code: what the phone shall scan, or type. It lets whoever sees it into the
 * account, so it is in no log and no database: the bridge has it in memory only.
 */
export const SessionCode = z.object({
  kind: z.enum(['qr', 'pairing']),
  code: z.string().min(1),
  shownAt: z.iso.datetime(),
});
export type SessionCode = z.infer<typeof SessionCode>;
/** Null while there is none to show. */
export const CurrentCode = z.object({ code: SessionCode.nullable() });
export type CurrentCode = z.infer<typeof CurrentCode>;

/** PUT /whatsapp/channels/:channelId/session. What is left out stays; groups take effect with the next start. */
export const UpdateSession = z
  .strictObject({
    takesGroups: z.boolean().optional(),
    newContactsPerDay: NewContactsPerDay.nullable().optional(),
  })
  .refine(
    (change) => Object.values(change).some((value) => value !== undefined),
    'There is nothing to change',
  );
export type UpdateSession = z.infer<typeof UpdateSession>;

/** POST /whatsapp/channels/:channelId/session/pairing-code: a code to type into the phone with this number. */
export const PairByNumber = z.strictObject({
  phoneNumber: z
    .string()
    .transform((value) => value.replace(/\D+/g, ''))
    .pipe(z.string().regex(/^\d{6,15}$/, 'The number with its country code, digits only')),
});
export type PairByNumber = z.infer<typeof PairByNumber>;

/** POST /v1/sessions/:channelId/read: somebody has seen the chat, and the customer may know. */
export const MarkRead = z.object({ to: Addresses });
export type MarkRead = z.infer<typeof MarkRead>;

/** POST /v1/sessions/:channelId/typing: somebody writes an answer, or has stopped. */
export const TellTyping = z.object({ to: Addresses, isTyping: z.boolean() });
export type TellTyping = z.infer<typeof TellTyping>;

/**
 * POST /api/whatsapp/bridge/web-typing: a customer begins or ends to write. Told once, kept nowhere: where nobody hears it,
 * it is over before it could be told again.
 */
export const WebTyping = z.object({ channelId: z.string().min(1), from: Addresses, isTyping: z.boolean() });
export type WebTyping = z.infer<typeof WebTyping>;

/** How one session is, as the bridge that runs it says. */
export const SessionReport = z.object({
  channelId: z.string().min(1),
  fence: z.number().int().positive(),
  state: SessionState,
  reason: z.string().nullable(),
  stateAt: z.iso.datetime(),
  nextTryAt: z.iso.datetime().nullable(),
  /** When the code changed last; the code itself is asked for. */
  codeAt: z.iso.datetime().nullable(),
  importedPercent: z.number().int().min(0).max(100).nullable(),
  phoneNumber: z.string().nullable(),
  profileName: z.string().nullable(),
});
export type SessionReport = z.infer<typeof SessionReport>;

/**
 * POST /api/whatsapp/bridge/heartbeat, every few seconds and after each change: who I am, and how my sessions are. The
 * answer is all that the bridge shall run; whatever is not in it belongs to somebody else by now, and is stopped at once.
 */
export const BridgeHeartbeat = z.object({
  /** Stays the same as long as the folder with the logins does. */
  bridgeId: z.string().min(1).max(64),
  /** Where this very bridge takes commands. */
  url: z.url(),
  /** How many sessions it may run. */
  capacity: z.number().int().min(0),
  sessions: z.array(SessionReport),
});
export type BridgeHeartbeat = z.infer<typeof BridgeHeartbeat>;

export const HeartbeatAnswer = z.object({
  /** Without an answer for so long the bridge stops its sessions: another one may have them. */
  leaseMs: z.number().int().positive(),
  sessions: z.array(
    z.object({
      channelId: z.string(),
      /** Grows whenever the session goes to a bridge; of two that think it theirs, the higher is right. */
      fence: z.number().int().positive(),
      wish: SessionWish,
      /** Grows when a person asks for a restart. */
      restarts: z.number().int().min(0),
      takesGroups: z.boolean(),
      /** Under which fence the kept copy of its login was made; null where there is none. */
      backupFence: z.number().int().positive().nullable(),
    }),
  ),
});
export type HeartbeatAnswer = z.infer<typeof HeartbeatAnswer>;

/** Larger logins are not kept: as base64 in JSON they would not pass between the two. */
export const BACKUP_MAX_BYTES = 40 * 1024 * 1024;

/** POST /api/whatsapp/bridge/session-backups: a copy of a login, for the case that its bridge is gone. */
export const SessionBackup = z.object({
  channelId: z.string().min(1),
  /** Of the lease under which it ran: only who has the session now may say what its login is. */
  fence: z.number().int().positive(),
  /** A gzipped tar as base64. */
  archive: z.base64().min(1),
});
export type SessionBackup = z.infer<typeof SessionBackup>;

/** `isKept: false`: the session is somebody else's by now, the copy is of no use. */
export const BackupReceipt = z.object({ isKept: z.boolean() });
export type BackupReceipt = z.infer<typeof BackupReceipt>;

/** GET /api/whatsapp/bridge/session-backups/:channelId. Null where there is none that can be read. */
export const KeptBackup = z.object({
  backup: SessionBackup.pick({ fence: true, archive: true }).nullable(),
});
export type KeptBackup = z.infer<typeof KeptBackup>;

/** POST /api/whatsapp/bridge/web-events: what happened in a session, out of the bridge's spool, in its order. */
export const WebEvents = z.object({
  channelId: z.string().min(1),
  events: z
    .array(
      z.object({
        /** The same however often it is brought: a digest. */
        key: z.string().regex(/^[0-9a-f]{64}$/),
        receivedAt: z.iso.datetime(),
        event: BridgeEvent,
      }),
    )
    .min(1),
});
export type WebEvents = z.infer<typeof WebEvents>;

/** Those that are durable now and may leave the spool. */
export const WebEventsReceipt = z.object({ committed: z.array(z.string()) });
export type WebEventsReceipt = z.infer<typeof WebEventsReceipt>;
