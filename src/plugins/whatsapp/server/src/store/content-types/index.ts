import { auditEntry } from './audit-entry';
import { channel } from './channel';
import { contact, contactAddress } from './contact';
import { conversation } from './conversation';
import { idempotencyKey } from './idempotency-key';
import { inboundEvent } from './inbound-event';
import { mediaFile } from './media-file';
import { member } from './member';
import { message } from './message';
import { tenant } from './tenant';
import { webSession } from './web-session';

export const contentTypes = {
  tenant,
  member,
  channel,
  contact,
  'contact-address': contactAddress,
  conversation,
  message,
  'inbound-event': inboundEvent,
  'media-file': mediaFile,
  'audit-entry': auditEntry,
  'idempotency-key': idempotencyKey,
  'web-session': webSession,
};
