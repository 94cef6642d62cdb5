import type { Capability } from '../../../../src/plugins/whatsapp/contracts/channel';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { assertCapable, type ChannelAdapter, type CreateAdapter } from '../adapter';
import { checkCredentials, type CheckSubject } from './check';
import type { GraphClient } from './graph-client';
import { fetchMedia } from './media';
import { sendMessage } from './send';

const CAPABILITIES: ReadonlySet<Capability> = new Set<Capability>(['text', 'quote']);

/**
 * A number on Meta's Cloud API. Stateless: all that it holds are the credentials; what arrives for it comes by
 * webhook, see `parseWebhook`.
 */
export const createCloudAdapters =
  ({ graph, clock }: { graph: GraphClient; clock: Clock }): CreateAdapter<CheckSubject> =>
  (subject) => {
    let isStopped = false;
    const adapter: ChannelAdapter = {
      kind: 'cloud',
      capabilities: CAPABILITIES,

      async start() {
        isStopped = false;
      },

      async send(command) {
        if (isStopped) throw new WhatsAppError('not-found', 'This channel is not in use any more');
        assertCapable(adapter, command);
        return sendMessage(graph.call, subject.credentials, subject.phoneNumberId, command);
      },

      async fetchMedia(mediaId) {
        if (isStopped) throw new WhatsAppError('not-found', 'This channel is not in use any more');
        return fetchMedia(graph, subject, mediaId);
      },

      check: () => checkCredentials(graph.call, subject, clock),

      async stop() {
        isStopped = true;
      },
    };
    return adapter;
  };
