import type {
  CheckReport,
  CloudCredentials,
  CreateCloudChannel,
  TestChannel,
  UpdateChannel,
} from '../../../contracts/channel';
import { WhatsAppError } from '../../../contracts/errors';
import { getService } from '../get-service';
import { announce } from '../kit/announce';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import {
  connectionOf,
  findChannel,
  insertChannel,
  inTransaction,
  isUniqueViolation,
  listChannels,
  updateChannel,
  writeAudit,
  type Act,
  type ChannelRow,
  type MemberRow,
} from '../store';
import { accessChannel, appFingerprint, memberActor } from '../tenancy';
import { createBridgeClient } from './bridge-client';
import { CheckFailure, isWorking } from './check-failure';
import { mergeCredentials, openCredentials, sealSecrets } from './credentials';

/** Emitted on Strapi's event hub when a number was connected or its credentials changed. */
export const CHANNEL_SAVED = 'whatsapp.channel.saved';
export interface ChannelSaved {
  channelId: number;
}

/** Emitted on Strapi's event hub when the row of a channel has changed: saved, tested, in trouble. Once it is committed. */
export const CHANNEL_CHANGED = 'whatsapp.channel.changed';
export interface ChannelChanged {
  channelId: string;
}

/** What a log may say of a number: its own, never how one gets in. */
const numberOf = ({ phoneNumberId }: CloudCredentials, { number }: CheckReport): Record<string, string> => ({
  number: number?.displayPhoneNumber ?? phoneNumberId,
});

const orConflict = async <Result>(write: Promise<Result>): Promise<Result> => {
  try {
    return await write;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new WhatsAppError('conflict', 'This number is connected already', {
      fields: [{ path: 'credentials.phoneNumberId', message: 'This number is connected already' }],
    });
  }
};

/** Connected numbers: configure, validate, test, save. */
export const channels = ({ strapi }: StrapiContext) => {
  const bridge = createBridgeClient(strapi);

  const changed = ({ documentId }: Pick<ChannelRow, 'documentId'>): void =>
    announce(strapi, CHANNEL_CHANGED, { channelId: documentId } satisfies ChannelChanged);

  const check = (credentials: CloudCredentials): Promise<CheckReport> =>
    bridge.check({ kind: 'cloud', credentials });

  /** The columns that come from credentials that were found to work. */
  const verified = (credentials: CloudCredentials, { number }: CheckReport) => ({
    phoneNumberId: credentials.phoneNumberId,
    businessAccountId: credentials.businessAccountId,
    appFingerprint: appFingerprint(strapi, credentials.appSecret),
    credentials: sealSecrets(strapi, credentials),
    displayPhoneNumber: number?.displayPhoneNumber ?? null,
    verifiedName: number?.verifiedName ?? null,
    throughput: number?.throughput ?? null,
    state: 'connected' as const,
    stateReason: null,
    checkedAt: clock.now(),
  });

  /** `details`: what the log of the company tells of it; null = nothing was changed. Names of secrets, never a secret. */
  const change = (
    member: MemberRow,
    row: ChannelRow,
    columns: Parameters<typeof updateChannel>[2],
    details: Act['details'] | null,
  ): Promise<void> =>
    inTransaction(strapi, async (trx) => {
      await updateChannel(trx, row.id, columns);
      if (!details) return;
      const subject = { kind: 'channel', id: row.documentId, name: row.name };
      const actor = memberActor(member);
      await writeAudit(trx, row.tenantId, { action: 'channel.changed', actor, subject, details });
    });

  /** The bridge shall know of it now; if it is down it asks again by itself once it is back. */
  const saved = async (channelId: number): Promise<ChannelRow> => {
    await bridge.refresh().catch((error: unknown) => {
      strapi.log.warn(`[whatsapp] The bridge will learn of channel ${channelId} later: ${String(error)}`);
    });
    announce(strapi, CHANNEL_SAVED, { channelId } satisfies ChannelSaved);
    const row = await findChannel(strapi, { id: channelId });
    if (!row) throw new WhatsAppError('conflict', 'The channel was deleted meanwhile');
    changed(row);
    return row;
  };

  return {
    list: (member: MemberRow): Promise<ChannelRow[]> => listChannels(strapi, member.tenantId),

    /** Tests what was typed, with the secrets of `channelId` where fields were left out. Saves nothing. */
    async test(member: MemberRow, { channelId, credentials }: TestChannel): Promise<CheckReport> {
      const row = channelId ? await accessChannel(strapi, member, channelId) : null;
      return check(mergeCredentials(strapi, credentials, row));
    },

    /** Tests a saved channel as it is, and keeps what was found. */
    async testSaved(member: MemberRow, channelId: string): Promise<CheckReport> {
      const row = await accessChannel(strapi, member, channelId);
      if (row.kind === 'web') return getService(strapi, 'sessions').test(member, channelId);
      const report = await check(openCredentials(strapi, row));
      const failed = report.checks.find((item) => item.result === 'failed');
      await updateChannel(connectionOf(strapi), row.id, {
        checkedAt: clock.now(),
        state: failed ? 'attention' : 'connected',
        stateReason: failed?.message ?? null,
        // Meta raises it by itself; a check that could not ask changes nothing.
        ...(report.number?.throughput ? { throughput: report.number.throughput } : {}),
      });
      changed(row);
      return report;
    },

    /** Saves a number only when it was found to work. Fails with `CheckFailure` otherwise, `conflict` for a second time. */
    async create(member: MemberRow, { name, kind, credentials }: CreateCloudChannel): Promise<ChannelRow> {
      const report = await check(credentials);
      if (!isWorking(report)) throw new CheckFailure(report);

      const { tenantId } = member;
      const documentId = await orConflict(
        inTransaction(strapi, async (trx) => {
          const id = await insertChannel(trx, { tenantId, kind, name, ...verified(credentials, report) });
          await writeAudit(trx, tenantId, {
            action: 'channel.connected',
            actor: memberActor(member),
            subject: { kind: 'channel', id, name },
            details: numberOf(credentials, report),
          });
          return id;
        }),
      );
      return saved((await accessChannel(strapi, member, documentId)).id);
    },

    /** All or nothing: new credentials are tested before they replace the old ones, which keep working until then. */
    async update(
      member: MemberRow,
      channelId: string,
      { name, credentials }: UpdateChannel,
    ): Promise<ChannelRow> {
      const row = await accessChannel(strapi, member, channelId);
      const renamed = name ? { name } : {};
      if (!credentials || Object.keys(credentials).length === 0) {
        await change(member, row, renamed, name && name !== row.name ? { name } : null);
        changed(row);
        return accessChannel(strapi, member, channelId);
      }

      if (row.kind === 'web')
        throw new WhatsAppError('unsupported', 'A channel of WhatsApp Web has no credentials');
      const merged = mergeCredentials(strapi, credentials, row);
      const report = await check(merged);
      if (!isWorking(report)) throw new CheckFailure(report);
      await orConflict(
        change(
          member,
          row,
          { ...renamed, ...verified(merged, report) },
          { name, credentials: Object.keys(credentials).join(', '), ...numberOf(merged, report) },
        ),
      );
      return saved(row.id);
    },

    /** A company is gone: the bridge shall take nothing for it any more. */
    refreshBridge: (): Promise<void> => bridge.refresh(),

    /** A send met lost credentials: people see it at once; what comes in is not touched by it. */
    async reportTrouble(channelId: number, reason: string): Promise<void> {
      await updateChannel(connectionOf(strapi), channelId, { state: 'attention', stateReason: reason });
      const row = await findChannel(strapi, { id: channelId });
      if (row) changed(row);
    },
  };
};
