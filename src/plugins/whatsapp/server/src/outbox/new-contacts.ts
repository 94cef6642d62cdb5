import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import { NEW_CONTACTS_CODE } from '../../../contracts/web-session';
import type { PluginConfig } from '../config';
import { addMs, DAY_MS, sharedClock } from '../kit/clock';
import {
  approachesSince,
  findRecipients,
  findSession,
  isAcquainted,
  markApproached,
  type ConversationRow,
  type Trx,
} from '../store';

const HOUR_MS = 3_600_000;

const inWords = (waitMs: number): string => {
  const hours = Math.ceil(waitMs / HOUR_MS);
  return hours === 1 ? 'within the hour' : `in about ${hours} hours`;
};

const isPerson = async (trx: Trx, { id }: ConversationRow): Promise<boolean> =>
  !(await findRecipients(trx, [id])).get(id)?.addresses.some(({ kind }) => kind === 'group');

const refusal = (limit: number, waitMs: number | undefined): WhatsAppError =>
  new WhatsAppError(
    limit === 0 ? 'unsupported' : 'throttled',
    limit === 0
      ? 'This number writes to nobody who has not written to it first'
      : `This number may write to ${limit} new people a day, and has done so`,
    {
      upstreamCode: NEW_CONTACTS_CODE,
      scope: 'chat',
      remedy:
        waitMs === undefined
          ? 'People who write to it can be answered at any time.'
          : `It is possible again ${inWords(waitMs)}. People who write to it can be answered at any time.`,
      retryAfterMs: waitMs,
    },
  );

/**
 * WhatsApp restricts numbers that write to many strangers, and on WhatsApp Web nobody asks it before. Of people who never
 * wrote to a number, and whom nobody has written to from here, it gets so many within any 24 hours. Counted in the
 * database under the company's lock: all processes, and those after a restart, count the same.
 */
export const admitNewContact = async (
  strapi: Core.Strapi,
  trx: Trx,
  conversation: ConversationRow,
): Promise<void> => {
  // Opened by a message of theirs: known without a further look.
  if (conversation.windowExpiresAt || (await isAcquainted(trx, conversation.id))) return;
  if (!(await isPerson(trx, conversation))) return;

  const { tenantId, channelId } = conversation;
  const session = await findSession(trx, { tenantId, channelId });
  const { webNewContactsPerDay } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  const limit = session?.newContactsPerDay ?? webNewContactsPerDay;

  const now = sharedClock.now();
  const approaches = await approachesSince(trx, channelId, addMs(now, -DAY_MS));
  if (approaches.length >= limit) {
    // The one whose end makes room: not the oldest, where the limit was lowered meanwhile.
    const frees = approaches[approaches.length - limit];
    throw refusal(limit, frees && addMs(frees, DAY_MS).getTime() - now.getTime());
  }
  await markApproached(trx, conversation.id, now);
};
