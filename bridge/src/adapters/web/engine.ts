import type { Addresses, BridgeEvent, SendReceipt } from '../../../../src/plugins/whatsapp/contracts/bridge';

/**
 * One life of one session: from the start of whatever talks to WhatsApp to its end. A session that comes back gets a new
 * engine. Nothing here says that it is a browser: an engine that speaks the protocol itself can keep the same promises.
 */

export const ENGINE_CAPABILITIES = [
  'text',
  'quote',
  'image',
  'video',
  'audio',
  'document',
  'location',
  'contacts',
  'reaction',
  'pairing-by-number',
  'typing',
  'read',
  'history',
] as const;
export type EngineCapability = (typeof ENGINE_CAPABILITIES)[number];

/** Where WhatsApp's own connection stands, in words that do not belong to a browser. */
export const LINE_STATES = [
  'opening',
  'unpaired',
  'code-expired',
  'pairing',
  'connected',
  'interrupted',
  'conflict',
  'refused',
] as const;
export type LineState = (typeof LINE_STATES)[number];

/** How the engine is, looked at just now and not remembered. */
export interface Probe {
  line: LineState;
  /** WhatsApp's own word for it. */
  word: string;
  /** WhatsApp has handed over what waited. */
  isSynced: boolean;
  /** The engine has taken up its work: messages will be heard. */
  isListening: boolean;
  /** Nothing but a nudge is missing, see `kick`. */
  canBeKicked: boolean;
}

export interface Account {
  waId?: string;
  lid?: string;
  name?: string;
  platform?: string;
}

/** Where a message came from: as it happened, found after an absence, or read in once after pairing. */
export const ORIGINS = ['live', 'caught-up', 'history'] as const;
export type Origin = (typeof ORIGINS)[number];

export type EngineSignal =
  | { type: 'code'; code: string }
  | { type: 'authenticated' }
  | { type: 'ready'; account: Account }
  | { type: 'line'; line: LineState; word: string }
  /** The phone has ended the login. */
  | { type: 'unlinked'; reason: string }
  /** Somebody else uses the login now. */
  | { type: 'conflict' }
  | { type: 'died'; reason: string }
  /** The only trace that WhatsApp leaves when it has changed what the engine relies on. */
  | { type: 'page-error'; message: string }
  /** Of this moment only, and of single people: worth showing, not worth keeping. */
  | { type: 'typing'; from: Addresses; isTyping: boolean }
  | { type: 'event'; event: BridgeEvent; origin: Origin };

export interface LocalFile {
  path: string;
  mimeType: string;
  filename?: string;
}

/** What an engine can send. */
export type EngineContent =
  | { type: 'text'; body: string }
  | { type: 'image' | 'video' | 'document'; file: LocalFile; caption?: string }
  | { type: 'audio'; file: LocalFile; voice?: boolean }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contacts'; contacts: { name: string; phones: string[] }[] }
  | { type: 'reaction'; emoji: string | null; targetId: string };

export interface EngineCommand {
  clientRef: string;
  to: Addresses;
  content: EngineContent;
  quotedMessageId?: string;
}

export interface FetchedFile {
  sizeBytes: number;
  /** Lower-case hex, of the bytes that were written. */
  sha256: string;
  mimeType?: string;
  filename?: string;
}

export interface HistoryLimits {
  chats: number;
  messagesPerChat: number;
}

export interface WebEngine {
  readonly capabilities: ReadonlySet<EngineCapability>;

  /** Begins. What becomes of it is told in signals; fails only with what no second try can mend (no Chromium). */
  start(): Promise<void>;

  /**
   * Ends, whatever state everything is in: first with grace, so that the login is written down, then by force. When it
   * resolves, no process is left. May be called twice, and during the start.
   */
  stop(options?: { graceMs?: number }): Promise<void>;

  /** Fails when there is no answer within three seconds. */
  probe(): Promise<Probe>;

  /** Nudges an engine whose WhatsApp is ready while it has not noticed. */
  kick(): Promise<void>;

  /** Makes WhatsApp show codes again after it stopped. */
  renewCode(): Promise<void>;

  /** A code of eight letters and digits to type in on the phone. */
  pairByNumber(phone: string): Promise<string>;

  /** Takes the login away from this device, on the phone too. The profile is left to whoever calls. */
  logout(): Promise<void>;

  /** Sends once. Resolves when WhatsApp has the message; a lost answer is `unknown-outcome`, and nothing is repeated. */
  send(command: EngineCommand): Promise<SendReceipt>;

  /** Writes the file of a message to `target`. Fails with `rejected` when it is larger than `maxBytes`, or gone. */
  fetchMedia(mediaId: string, target: string, maxBytes: number): Promise<FetchedFile>;

  markRead(to: Addresses): Promise<void>;

  setTyping(to: Addresses, isTyping: boolean): Promise<void>;

  /** The account behind a number, or null when it is not on WhatsApp. */
  lookUp(phone: string): Promise<Addresses | null>;

  /** Finds what came while nobody listened; the findings are ordinary events. `since` in unix milliseconds. */
  catchUp(since: number | undefined): Promise<void>;

  /** Reads recent chats in. */
  importHistory(limits: HistoryLimits, onProgress: (done: number, total: number) => void): Promise<void>;

  /** Of all its processes together; 0 where it cannot be told. */
  memoryBytes(): number;
}

/** What is remembered of messages that left, beyond the engine's life: a message is never sent twice for want of it. */
export interface SentMemory {
  /** Before anything leaves. */
  intend(intent: Intent): void;
  /** The message has an id; reports about it carry `clientRef` from now on. */
  assign(clientRef: string, message: { messageId: string; serializedId: string }): void;
  /** Nothing left: the intent is forgotten. */
  withdraw(clientRef: string): void;
  /** Intents of the last hours that no message belongs to yet, oldest first. */
  openIntents(): Intent[];
  clientRefOf(messageId: string): string | undefined;
  /** Written elsewhere by the company: only its reports matter. */
  follow(message: { messageId: string; serializedId: string }): void;
  /** How far a message came. */
  acknowledge(messageId: string, ack: number): void;
  /** Messages of the last days that were not read yet, as far as we know. */
  pending(): { messageId: string; serializedId: string; ack: number }[];
}

export interface Intent {
  clientRef: string;
  /** What the message is recognised by if its id gets lost: kind and words, never the words themselves. */
  fingerprint: string;
  /** Unix milliseconds. */
  at: number;
}
