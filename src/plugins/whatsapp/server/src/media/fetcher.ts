import type { Core } from '@strapi/strapi';
import { WhatsAppError, type ErrorKind } from '../../../contracts/errors';
import { backoffMs } from '../kit/backoff';
import { TOO_LARGE_CODE, WEB_MEDIA_HARD_MAX_BYTES } from '../../../contracts/media';
import { addMs, clock, DAY_MS, sharedClock } from '../kit/clock';
import { startLanes, type Lanes } from '../kit/lanes';
import { MEDIA_LEASE_MS } from '../kit/leases';
import { asSystem } from '../kit/scope';
import { meters } from '../observability';
import {
  changeTenant,
  claimDueFiles,
  connectionOf,
  deferFile,
  findSession,
  settleFile,
  touchMessage,
  type FileOutcome,
  type WaitingFileRow,
} from '../store';
import { getService } from '../get-service';
import { createWays } from '../sessions';
import { typeOfFile } from './file-type';
import type { Received, Storage } from './storage';

const LANES = 6;
/** So often a fetcher says that it still has its file. */
const RENEW_MS = MEDIA_LEASE_MS / 3;
const GIVE_UP_AFTER_MS = DAY_MS;
const BACKOFF = { baseMs: 2_000, maxMs: 1_800_000 };

/** Whether asking again may help. What WhatsApp understood and refused it will refuse tomorrow. */
const IS_FINAL: Record<ErrorKind, boolean> = {
  invalid: true,
  rejected: true,
  unsupported: true,
  unauthorized: false,
  forbidden: false,
  'not-found': false,
  conflict: false,
  throttled: false,
  unreachable: false,
  'unknown-outcome': false,
  'session-lost': false,
  internal: false,
};

const asWhatsAppError = (error: unknown): WhatsAppError =>
  error instanceof WhatsAppError
    ? error
    : new WhatsAppError('internal', 'The file could not be kept', { cause: error });

/** Fetches what waits, until it is here or cannot be had. Any number of processes may run one over one folder. */
export const startFetcher = (strapi: Core.Strapi, storage: Storage): Lanes => {
  const wayOf = createWays(strapi);
  const coordination = getService(strapi, 'coordination');
  const stopping = new AbortController();

  /** Screens hear of it by the message, which takes a new number. False when the file is somebody else's by now. */
  const settle = (file: WaitingFileRow, outcome: FileOutcome): Promise<boolean> =>
    changeTenant(strapi, file.tenantId, 1, async ({ trx, takeSeq }) => {
      const isOurs = await settleFile(trx, file, outcome);
      if (isOurs) await touchMessage(trx, file.messageId, takeSeq(file.tenantId));
      return isOurs;
    });

  const download = async (file: WaitingFileRow): Promise<Received> => {
    if (!file.channelDocumentId)
      throw new WhatsAppError('rejected', 'The channel of this conversation was removed');
    const { tenantId, channelId, channelDocumentId, mediaId, askedAt } = file;
    const session = await findSession(connectionOf(strapi), { tenantId, channelId });
    const { bytes, sha256 } = await wayOf(session).fetchMedia(channelDocumentId, mediaId, {
      signal: stopping.signal,
      ...(session && askedAt ? { maxBytes: WEB_MEDIA_HARD_MAX_BYTES } : {}),
    });
    const received = await storage.receive(bytes, file.documentId, file.attempts);
    const announced = sha256 ?? file.digest;
    if (announced === null || announced === received.digest) return received;
    await storage.discard(received);
    throw new WhatsAppError('unreachable', 'The file did not arrive whole');
  };

  const fetchFile = async (file: WaitingFileRow): Promise<void> => {
    const received = await download(file);
    const mimeType = await typeOfFile(received.path);
    const storageKey = await storage.keep(received, file.tenantDocumentId);
    const { sizeBytes, digest } = received;
    // Where this fails nobody knows whether it was committed: the file stays, and the daily sweep finds out.
    const isOurs = await settle(file, { state: 'ready', mimeType, sizeBytes, digest, storageKey });
    if (!isOurs) await storage.remove(file.tenantDocumentId, storageKey);
    if (isOurs) meters.mediaFiles.inc({ outcome: 'ready' });
  };

  const fail = async (file: WaitingFileRow, error: WhatsAppError): Promise<void> => {
    if (error.kind === 'session-lost')
      await getService(strapi, 'channels').reportTrouble(file.channelId, error.message);
    if (error.kind === 'internal') {
      const { message } = error.cause instanceof Error ? error.cause : error;
      strapi.log.error(`[whatsapp] File ${file.documentId}: ${message}`);
    }
    const isTooLarge = error.kind === 'rejected' && error.upstreamCode === TOO_LARGE_CODE;
    if (isTooLarge && !file.askedAt) {
      await settle(file, { state: 'too-large', reason: error.message });
      meters.mediaFiles.inc({ outcome: 'too-large' });
      return;
    }
    const begunAt = file.askedAt ?? file.createdAt;
    const isTooLate = clock.now().getTime() - begunAt.getTime() > GIVE_UP_AFTER_MS;
    if (IS_FINAL[error.kind] || isTooLate) {
      const reason = isTooLarge
        ? 'The file is larger than can be fetched: look at it on the phone'
        : error.message;
      await settle(file, { state: 'lost', reason });
      meters.mediaFiles.inc({ outcome: 'lost' });
      return;
    }
    meters.mediaFiles.inc({ outcome: 'again' });
    const waitMs = error.retryAfterMs ?? backoffMs(file.attempts, BACKOFF);
    const dueAt = addMs(sharedClock.now(), waitMs);
    await deferFile(strapi, file, dueAt);
    coordination.wakeAt('media', dueAt);
  };

  const run = async (file: WaitingFileRow): Promise<void> => {
    const renewing = setInterval(() => {
      deferFile(strapi, file, addMs(sharedClock.now(), MEDIA_LEASE_MS)).catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] File ${file.documentId} may be fetched twice: ${String(error)}`);
      });
    }, RENEW_MS);
    try {
      await fetchFile(file);
    } catch (error) {
      await fail(file, asWhatsAppError(error));
    } finally {
      clearInterval(renewing);
    }
  };

  const lanes = startLanes<WaitingFileRow>({
    lanes: LANES,
    pollMs: coordination.pollMs(),
    claim: (limit) =>
      asSystem('media', () => {
        const now = sharedClock.now();
        return claimDueFiles(strapi, { now, leaseUntil: addMs(now, MEDIA_LEASE_MS), limit });
      }),
    run: (file) => asSystem('media', () => run(file)),
    onTrouble: (error, file) => {
      const what = file ? `File ${file.documentId} is not settled` : 'Waiting files could not be read';
      strapi.log.warn(`[whatsapp] ${what}: ${String(error)}`);
    },
  });

  return {
    wake: lanes.wake,
    async stop() {
      stopping.abort();
      await lanes.stop();
    },
  };
};
