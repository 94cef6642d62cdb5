import type { Core } from '@strapi/strapi';
import type { BridgeHeartbeat, HeartbeatAnswer, SessionReport } from '../../../contracts/web-session';
import { addMs, sharedClock } from '../kit/clock';
import { formatPhone } from '../kit/phone';
import {
  claimSessions,
  inTransaction,
  lockSessionsOf,
  renewSessions,
  updateChannel,
  updateSession,
  type NamedSession,
  type Trx,
} from '../store';
import { afterReport, CHANNEL_STATE } from './session-rules';

/**
 * So long a bridge that is not heard of keeps its sessions: longer than a start of Strapi takes, or each would close and
 * open every browser.
 */
export const SESSION_LEASE_MS = 120_000;
/** New ones per heartbeat: a browser's start is the heaviest thing that a bridge does. */
const CLAIMED_AT_ONCE = 2;

export interface Heard {
  answer: HeartbeatAnswer;
  /** Channels of which people are to see something new, and those that went online. */
  changed: string[];
  online: string[];
}

const isNews = (session: NamedSession, report: SessionReport): boolean =>
  session.state !== report.state ||
  session.stateReason !== report.reason ||
  (session.codeAt?.toISOString() ?? null) !== report.codeAt ||
  (session.nextTryAt?.toISOString() ?? null) !== report.nextTryAt ||
  session.importedPercent !== report.importedPercent ||
  (report.phoneNumber !== null && session.phoneNumber !== report.phoneNumber) ||
  (report.profileName !== null && session.profileName !== report.profileName);

const keepReport = async (trx: Trx, session: NamedSession, report: SessionReport): Promise<boolean> => {
  const now = sharedClock.now();
  const { isOver, change } = afterReport(session, report);
  await updateSession(trx, session.id, change, now);
  await updateChannel(trx, session.channelId, {
    state: CHANNEL_STATE[report.state],
    stateReason: report.reason,
    ...(report.phoneNumber ? { displayPhoneNumber: formatPhone(report.phoneNumber) } : {}),
    ...(report.profileName ? { verifiedName: report.profileName } : {}),
  });
  return isOver;
};

/**
 * What a bridge says of its sessions is kept, their lease is renewed, and it gets more where it has room. A report with an
 * older fence is of a session that has gone to another bridge: it says nothing any more.
 */
export const hear = (
  strapi: Core.Strapi,
  { bridgeId, url, capacity, sessions }: BridgeHeartbeat,
): Promise<Heard> =>
  inTransaction(strapi, async (trx) => {
    const now = sharedClock.now();
    const leaseUntil = addMs(now, SESSION_LEASE_MS);
    const reports = new Map(sessions.map((report) => [report.channelId, report]));
    const changed: string[] = [];
    const online: string[] = [];
    const kept: NamedSession[] = [];

    for (const session of await lockSessionsOf(trx, bridgeId)) {
      const report = reports.get(session.channelDocumentId);
      if (!report || report.fence !== session.fence || !isNews(session, report)) {
        kept.push(session);
        continue;
      }
      changed.push(session.channelDocumentId);
      if (report.state === 'online' && session.state !== 'online') online.push(session.channelDocumentId);
      if (!(await keepReport(trx, session, report))) kept.push(session);
    }

    await renewSessions(
      trx,
      kept.map(({ id }) => id),
      { bridgeUrl: url, leaseUntil },
    );
    const room = Math.max(0, Math.min(capacity - kept.length, CLAIMED_AT_ONCE));
    const claimed =
      room > 0
        ? await claimSessions(trx, { bridgeId, bridgeUrl: url, limit: room }, { now, leaseUntil })
        : [];
    return {
      changed,
      online,
      answer: {
        leaseMs: SESSION_LEASE_MS,
        sessions: [...kept, ...claimed].map(
          ({ channelDocumentId: channelId, fence, wish, restarts, takesGroups, backupFence }) => ({
            channelId,
            fence,
            wish,
            restarts,
            takesGroups,
            backupFence,
          }),
        ),
      },
    };
  });
