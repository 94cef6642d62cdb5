import type { FileToSend } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { Capability } from '../../../../src/plugins/whatsapp/contracts/channel';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { createRecent } from '../../kit/recent';
import { assertCapable, type ChannelAdapter, type CreateAdapter, type OpenFile } from '../adapter';
import { checkCredentials, type CheckSubject } from './check';
import type { GraphClient } from './graph-client';
import { fetchMedia } from './media';
import { sendMessage } from './send';
import { uploadFile } from './upload';

const CAPABILITIES: ReadonlySet<Capability> = new Set(Capability.options);

/** A file that has to wait for its send is not uploaded again meanwhile. Meta keeps it longer, also where it keeps least. */
const REMEMBER_UPLOADS_MS = 30 * 60_000;
const MAX_REMEMBERED_UPLOADS = 1_000;

const keyOf = ({ id, sha256 }: FileToSend): string => `${id} ${sha256}`;

/** What the message said no to may be the file: then another try uploads it anew. */
const mayBeTheFile = (error: unknown): boolean =>
  error instanceof WhatsAppError && ['rejected', 'invalid'].includes(error.kind);

/**
 * A number on Meta's Cloud API. All that it holds are the credentials, and for a while the ids of files that it uploaded;
 * what arrives for it comes by webhook, see `parseWebhook`.
 */
export const createCloudAdapters =
  ({
    graph,
    openFile,
    clock,
  }: {
    graph: GraphClient;
    openFile: OpenFile;
    clock: Clock;
  }): CreateAdapter<CheckSubject> =>
  (subject) => {
    let isStopped = false;
    const uploads = createRecent<string>({
      keepMs: REMEMBER_UPLOADS_MS,
      maxEntries: MAX_REMEMBERED_UPLOADS,
      isFinal: () => false,
      clock,
    });
    const adapter: ChannelAdapter = {
      kind: 'cloud',
      capabilities: CAPABILITIES,

      async start() {
        isStopped = false;
      },

      async stage(file) {
        if (isStopped) throw new WhatsAppError('not-found', 'This channel is not in use any more');
        return {
          ticket: await uploads.once(keyOf(file), () => uploadFile(graph, subject, { file, openFile })),
        };
      },

      async send(command) {
        if (isStopped) throw new WhatsAppError('not-found', 'This channel is not in use any more');
        assertCapable(adapter, command);
        const { content } = command;
        try {
          return await sendMessage(graph.call, subject.credentials, subject.phoneNumberId, command);
        } catch (error) {
          if ('file' in content && mayBeTheFile(error)) uploads.forget(keyOf(content.file));
          throw error;
        }
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
