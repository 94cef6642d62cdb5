import type { WebPort } from '../adapters/web';
import type { createOutgoingFiles } from './outgoing-files';
import type { SessionSnapshot } from './snapshot';
import type { SessionState } from './states';
import type { WorkerProcess } from './worker-process';

const SENTENCES: Record<SessionState, { sentence: string; remedy?: string }> = {
  stopped: { sentence: 'The session is stopped', remedy: 'Start the session.' },
  starting: { sentence: 'The session is starting', remedy: 'Wait a moment.' },
  'scan-code': {
    sentence: 'The session waits for its code to be scanned',
    remedy: 'Scan the code with the phone.',
  },
  pairing: { sentence: 'The phone is being linked', remedy: 'Keep the phone open.' },
  syncing: { sentence: 'WhatsApp hands over what waited', remedy: 'Wait a moment.' },
  online: { sentence: 'The session is online' },
  degraded: { sentence: 'WhatsApp has lost its connection and looks for it', remedy: 'Wait a moment.' },
  reconnecting: { sentence: 'The session was lost and comes again by itself', remedy: 'Wait a moment.' },
  conflict: {
    sentence: 'Another bridge or browser uses this login',
    remedy: 'End the other one, then restart this session.',
  },
  unlinked: { sentence: 'The phone is not linked', remedy: 'Start the session and scan its code.' },
  failed: { sentence: 'The session cannot run', remedy: 'Correct the reason, then restart the session.' },
};

interface PortOptions {
  processOf(channelId: string): WorkerProcess;
  snapshot(channelId: string): SessionSnapshot | undefined;
  outgoing: ReturnType<typeof createOutgoingFiles>;
}

/** One session as its adapter sees it. */
export const portOf =
  ({ processOf, snapshot, outgoing }: PortOptions) =>
  (channelId: string): WebPort => ({
    send: async (command) => processOf(channelId).askFor(channelId, { what: 'send', command }),
    stageFile: (file) => outgoing.stage(channelId, file),
    findFile: (ticket) => outgoing.find(channelId, ticket),
    removeFile: (ticket) => outgoing.remove(channelId, ticket),
    fetchMedia: async (mediaId, maxBytes) =>
      processOf(channelId).askFor(channelId, { what: 'fetch-media', mediaId, maxBytes }),
    state() {
      const { state, reason, account } = snapshot(channelId) ?? { state: 'stopped' as const };
      const { sentence, remedy } = SENTENCES[state];
      return {
        isOnline: state === 'online',
        sentence: reason ? `${sentence}: ${reason}` : sentence,
        remedy,
        phone: account?.waId,
        name: account?.name,
      };
    },
  });
