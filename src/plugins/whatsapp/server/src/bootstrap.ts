import type { Core } from '@strapi/strapi';
import { followRoles } from './audit';
import { CHANNEL_SAVED, type ChannelSaved } from './channels';
import type { PluginConfig } from './config';
import { addMs, clock, DAY_MS } from './kit/clock';
import type { StrapiContext } from './kit/context';
import { ANSWER_TYPED, CONVERSATION_READ, type AnswerTyped, type ConversationRead } from './inbox';
import { asSystem } from './kit/scope';
import { OUTBOX_FILLED } from './outbox';
import { registerPermissions } from './permissions';
import { getService } from './get-service';
import { connectionOf, endVisits, findChannel, pruneKeys, pruneLog } from './store';
import {
  encryptSecret,
  followDepartures,
  offerStrapiRoles,
  TENANT_DELETED,
  type TenantDeleted,
} from './tenancy';

/** What came in for a number before it was connected is processed as soon as it is. */
const replayQuarantine = async (strapi: Core.Strapi, { channelId }: ChannelSaved): Promise<void> => {
  // The member who saved it is asking; what waited may lie with another company whose Meta app is the same.
  const channel = await asSystem('ingest', () => findChannel(strapi, { id: channelId }));
  const count = channel ? await getService(strapi, 'ingest').replay(channel) : 0;
  if (count > 0)
    strapi.log.info(
      `[whatsapp] ${count} events waited for channel ${channel?.documentId} and are processed now`,
    );
};

/** At each start, too: whoever restarts every night would never see three o'clock. Nobody waits for it. */
const sweepFiles = async (strapi: Core.Strapi): Promise<void> => {
  try {
    await asSystem('maintenance', () => getService(strapi, 'media').sweep());
  } catch (error) {
    strapi.log.warn(`[whatsapp] Files of no message stay for now: ${String(error)}`);
  }
};

export const bootstrap = async ({ strapi }: StrapiContext) => {
  // Fails now, with its reason, rather than when the first customer's number is connected.
  encryptSecret(strapi, 'probe');
  await registerPermissions(strapi);
  followDepartures(strapi);
  offerStrapiRoles(strapi);
  followRoles(strapi);

  strapi.eventHub.on(CHANNEL_SAVED, (saved: ChannelSaved) => replayQuarantine(strapi, saved));
  strapi.eventHub.on(OUTBOX_FILLED, async () => getService(strapi, 'coordination').wake('outbox'));

  strapi.eventHub.on(CONVERSATION_READ, (read: ConversationRead) =>
    getService(strapi, 'sessions').tellRead(read),
  );
  strapi.eventHub.on(ANSWER_TYPED, (typed: AnswerTyped) => getService(strapi, 'sessions').tellTyping(typed));
  strapi.eventHub.on(TENANT_DELETED, () => getService(strapi, 'channels').refreshBridge());
  // Where this fails, or the process dies before, the sweep of the next day finds a folder of nobody.
  strapi.eventHub.on(TENANT_DELETED, ({ documentId }: TenantDeleted) =>
    getService(strapi, 'media').removeCompany(documentId),
  );

  const { inboundLogDays, platformEntry } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  strapi.cron.add({
    whatsappPruneLog: {
      task: () =>
        asSystem('maintenance', () => pruneLog(strapi, addMs(clock.now(), -inboundLogDays * DAY_MS))),
      options: { rule: '0 17 3 * * *' },
    },
    whatsappSweepFiles: {
      task: () => sweepFiles(strapi),
      options: { rule: '0 47 3 * * *' },
    },
    whatsappPruneIdempotencyKeys: {
      task: () => asSystem('maintenance', () => pruneKeys(strapi, clock.now())),
      options: { rule: '0 23 * * * *' },
    },
  });

  // What was allowed before and is not any more ends now, not when its time is over.
  if (!platformEntry) await asSystem('maintenance', () => endVisits(connectionOf(strapi)));

  await getService(strapi, 'media').start();
  void sweepFiles(strapi);
  const coordination = getService(strapi, 'coordination');
  coordination.serve('ingest', getService(strapi, 'ingest').wake);
  coordination.serve('outbox', getService(strapi, 'outbox').wake);
  coordination.serve('media', getService(strapi, 'media').wake);
  await coordination.start();
  getService(strapi, 'ingest').start();
  getService(strapi, 'outbox').start();
  getService(strapi, 'realtime').start();
  getService(strapi, 'observability').start();
};
