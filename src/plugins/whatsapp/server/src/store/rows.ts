import type { AuditAction, AuditEntry } from '../../../contracts/audit';
import type { ChannelKind, ChannelState } from '../../../contracts/channel';
import type { MessageContent } from '../../../contracts/content';
import type { Direction, MessageFailure } from '../../../contracts/inbox';
import type { MediaState } from '../../../contracts/media';
import type { QuarantineReason, QuarantineState } from '../../../contracts/quarantine';
import type { MessageStatus } from '../../../contracts/status';
import type { MemberRole } from '../../../contracts/rights';
import type { MemberKind } from '../../../contracts/tenancy';
import type { SessionState, SessionWish } from '../../../contracts/web-session';

/** Rows as the rooms know them: camel case, dates as `Date`, JSON parsed. Only this room knows what the database gives. */

export interface TenantRow {
  id: number;
  documentId: string;
  name: string;
  webhookKey: string;
  verifyToken: string;
}

export interface MemberRow {
  id: number;
  documentId: string;
  tenantId: number;
  role: MemberRole;
  kind: MemberKind;
  name: string;
  email: string | null;
  /** Of the panel's user, the users-permissions user, or the token (see `kind`); null once that was deleted. */
  credentialId: number | null;
  expiresAt: Date | null;
}

/** A credential: what the memberships of a person, or of an API token, hang on. */
export interface Principal {
  kind: MemberKind;
  /** Of the panel's user, the users-permissions user, or the token: ids of different kinds overlap. */
  id: number;
}

export interface AuditEntryRow {
  id: number;
  documentId: string;
  tenantId: number;
  at: Date;
  action: AuditAction;
  actorKind: AuditEntry['actor']['kind'];
  actorName: string;
  subjectKind: string | null;
  subjectId: string | null;
  subjectName: string | null;
  details: Record<string, string>;
}

/** A token of Strapi's content API that a company has. `documentId` is its member's. */
export interface ApiTokenRow {
  id: number;
  documentId: string;
  tokenId: number;
  name: string;
  role: MemberRole;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
}

export interface ChannelRow {
  id: number;
  documentId: string;
  tenantId: number;
  kind: ChannelKind;
  name: string;
  state: ChannelState;
  stateReason: string | null;
  phoneNumberId: string | null;
  businessAccountId: string | null;
  appFingerprint: string | null;
  credentials: string | null;
  displayPhoneNumber: string | null;
  verifiedName: string | null;
  checkedAt: Date | null;
  lastInboundAt: Date | null;
  /** The number's throughput level at the last check. */
  throughput: string | null;
}

/** The WhatsApp Web session of a channel. A bridge has it while `leaseUntil` is ahead. */
export interface WebSessionRow {
  id: number;
  documentId: string;
  tenantId: number;
  channelId: number;
  wish: SessionWish;
  restarts: number;
  takesGroups: boolean;
  /** Null: as many as the installation says. */
  newContactsPerDay: number | null;
  state: SessionState;
  stateReason: string | null;
  stateAt: Date | null;
  nextTryAt: Date | null;
  codeAt: Date | null;
  importedPercent: number | null;
  phoneNumber: string | null;
  profileName: string | null;
  bridgeId: string | null;
  bridgeUrl: string | null;
  fence: number;
  leaseUntil: Date | null;
  backupKey: string | null;
  backupFence: number | null;
  backupAt: Date | null;
}

export interface ContactRow {
  id: number;
  documentId: string;
  tenantId: number;
  /** What the company calls them. */
  name: string | null;
  profileName: string | null;
  username: string | null;
}

export type AddressKind = 'phone' | 'wa_id' | 'bsuid' | 'parent_bsuid' | 'lid' | 'group';

export interface AddressRow {
  tenantId: number;
  contactId: number;
  kind: AddressKind;
  value: string;
}

export interface ConversationRow {
  id: number;
  documentId: string;
  tenantId: number;
  channelId: number;
  contactId: number;
  /** The member who takes care of it. */
  assigneeId: number | null;
  chatId: string;
  status: 'open' | 'closed';
  unreadCount: number;
  lastMessageId: number | null;
  lastMessagePreview: string | null;
  lastMessageAt: Date | null;
  windowExpiresAt: Date | null;
  changeSeq: number;
}

/** A conversation with what a list row shows of its neighbours. */
export interface ConversationView extends ConversationRow {
  contactDocumentId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  channelDocumentId: string;
  channelName: string;
  channelKind: ChannelKind;
  lastMessageDirection: Direction | null;
  lastMessageStatus: MessageStatus | null;
}

export interface MessageRow {
  id: number;
  documentId: string;
  tenantId: number;
  conversationId: number;
  channelId: number;
  authorId: number | null;
  messageId: string | null;
  clientId: string | null;
  direction: Direction;
  content: MessageContent;
  status: MessageStatus;
  failure: MessageFailure | null;
  pricing: unknown;
  quotedMessageId: string | null;
  forwarded: boolean;
  sentAt: Date;
  statusSentAt: Date | null;
  statusFailedAt: Date | null;
  statusDeliveredAt: Date | null;
  statusReadAt: Date | null;
  statusPlayedAt: Date | null;
  seq: number;
  changeSeq: number;
  attempts: number;
  dueAt: Date | null;
  /** Of `unknown`: from when a person may decide; null where nothing is to be decided. */
  decideAt: Date | null;
  /** 0: written by a person · 1: part of a mailing. */
  priority: number;
  /** Of the request that sent it, for the logs. */
  trace: string | null;
}

export interface MessageView extends MessageRow {
  conversationDocumentId: string;
  /** The member who takes care of its conversation. */
  assigneeId: number | null;
}

export interface MediaFileRow {
  id: number;
  documentId: string;
  tenantId: number;
  /** Names the company's folder. */
  tenantDocumentId: string;
  /** Null once the number was removed. */
  channelDocumentId: string | null;
  /** Null until a message has it: of an upload that waits to be sent. */
  channelId: number | null;
  /** Of our own message: `mediaId` is WhatsApp's, and empty for a file that was brought here to be sent. */
  messageId: number | null;
  mediaId: string;
  state: MediaState;
  reason: string | null;
  mimeType: string | null;
  fileName: string | null;
  sizeBytes: number | null;
  /** SHA-256 in lower-case hex. While it waits: what WhatsApp announced. */
  digest: string | null;
  storageKey: string | null;
  attempts: number;
  /** A person asked for it, although it is large. */
  askedAt: Date | null;
  createdAt: Date;
}

/** A file that is to be fetched: it came with its message. */
export type WaitingFileRow = MediaFileRow & { channelId: number; messageId: number };

export interface QuarantinedRow {
  id: number;
  documentId: string;
  tenantId: number | null;
  state: QuarantineState;
  reason: QuarantineReason;
  detail: string | null;
  field: string | null;
  phoneNumberId: string | null;
  receivedAt: Date;
  /** Null in lines older than this column. */
  sizeBytes: number | null;
}
