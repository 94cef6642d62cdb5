import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import {
  BACKUP_MAX_BYTES,
  type BackupReceipt,
  type KeptBackup,
  type SessionBackup,
} from '../../../contracts/web-session';
import { getService } from '../get-service';
import { sharedClock } from '../kit/clock';
import {
  connectionOf,
  findSessionOf,
  findTenant,
  inTransaction,
  lockSessionOf,
  updateSession,
  type NamedSession,
} from '../store';
import { derivedKey, openBytes, sealBytes } from '../tenancy';

/**
 * Copies of WhatsApp Web logins: whoever has one is that phone's WhatsApp. They lie encrypted in the company's folder of
 * files, each bound to its channel, and are given only to the bridge that has the session's lease.
 */

interface Place {
  company: string;
  key: Buffer;
  /** What a copy is bound to: one of another channel cannot be put in its place. */
  owner: string;
}

const placeOf = async (
  strapi: Core.Strapi,
  { tenantId, channelDocumentId }: NamedSession,
): Promise<Place> => {
  const tenant = await findTenant(strapi, { id: tenantId });
  if (!tenant) throw new WhatsAppError('not-found', 'There is no such session');
  const company = tenant.documentId;
  return { company, key: derivedKey(strapi, 'session backup'), owner: `${company}/${channelDocumentId}` };
};

const isOfLeaseholder = (session: NamedSession, fence: number): boolean =>
  session.bridgeId !== null && session.fence === fence;

/** Replaces the copy that was kept before; not when the session has gone to another bridge meanwhile. */
export const keepBackup = async (
  strapi: Core.Strapi,
  { channelId, fence, archive }: SessionBackup,
): Promise<BackupReceipt> => {
  const session = await findSessionOf(connectionOf(strapi), channelId);
  if (!session || !isOfLeaseholder(session, fence)) return { isKept: false };
  const bytes = Buffer.from(archive, 'base64');
  if (bytes.length > BACKUP_MAX_BYTES)
    throw new WhatsAppError('invalid', 'The copy of the login is too large');
  const { company, key, owner } = await placeOf(strapi, session);
  const media = getService(strapi, 'media');
  const backupKey = await media.keepBytes(company, session.documentId, sealBytes(key, owner, bytes));
  const replaced = await inTransaction(strapi, async (trx) => {
    const now = sharedClock.now();
    const current = await lockSessionOf(trx, channelId);
    if (!current || !isOfLeaseholder(current, fence)) return backupKey;
    await updateSession(trx, current.id, { backupKey, backupFence: fence, backupAt: now }, now);
    return current.backupKey;
  });
  if (replaced) await media.removeBytes(company, replaced);
  return { isKept: replaced !== backupKey };
};

/** Without a copy the phone is asked for a new scan, and nothing else is lost. */
export const readBackup = async (strapi: Core.Strapi, channelId: string): Promise<KeptBackup> => {
  const session = await findSessionOf(connectionOf(strapi), channelId);
  if (!session?.backupKey || session.backupFence === null) return { backup: null };
  const { company, key, owner } = await placeOf(strapi, session);
  try {
    const sealed = await getService(strapi, 'media').readBytes(company, session.backupKey);
    const archive = openBytes(key, owner, sealed).toString('base64');
    return { backup: { fence: session.backupFence, archive } };
  } catch (error) {
    strapi.log.error(`[whatsapp] The copy of login ${channelId} cannot be read: ${String(error)}`);
    return { backup: null };
  }
};
