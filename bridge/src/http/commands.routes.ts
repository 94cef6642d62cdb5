import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  CheckCommand,
  MEDIA_HEADERS,
  ParseCommand,
  SendCommand,
  StageFile,
  type ParsedChanges,
  type SendReceipt,
  type StagedFile,
} from '../../../src/plugins/whatsapp/contracts/bridge';
import type { CheckReport } from '../../../src/plugins/whatsapp/contracts/channel';
import { parseWith, WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { WEB_MEDIA_HARD_MAX_BYTES } from '../../../src/plugins/whatsapp/contracts/media';
import type { ChannelAdapter } from '../adapters/adapter';
import { parseKept } from '../adapters/cloud';
import type { Configuration } from '../configuration/configuration';
import type { Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import { createRecent } from '../kit/recent';
import type { Web } from '../web';
import type { Metrics } from '../observability';
import type { Readiness } from './readiness';
import type { Secret } from '../kit/secret';
import { lingerOnClose } from './linger.hook';
import { rawBodyOf, takeRawBodies } from './raw-body';
import { requireSignature } from './signed.hook';

const MAX_COMMAND_BYTES = 256 * 1024;
/** Meta sends up to 3 MB, and in a JSON text every quotation mark of it is two characters. */
const MAX_KEPT_BYTES = 8 * 1024 * 1024;
const REMEMBER_SENDS_MS = 15 * 60_000;
const MAX_REMEMBERED_SENDS = 20_000;

const Params = z.object({ channelId: z.string().min(1) });
const MediaQuery = z.object({
  maxBytes: z.coerce.number().int().positive().max(WEB_MEDIA_HARD_MAX_BYTES).optional(),
});
const MediaParams = Params.extend({ mediaId: z.string().min(1).max(255) });

export interface CommandParts {
  configuration: Configuration;
  web: Pick<Web, 'channel' | 'refresh'>;
  /** Tests credentials that belong to no channel yet. */
  check(command: CheckCommand): Promise<CheckReport>;
  secret: Secret;
  metrics: Pick<Metrics, 'measureSend'>;
  readiness: Pick<Readiness, 'state'>;
  clock: Clock;
  logger: Logger;
}

const parseBody = <Schema extends z.ZodType>(schema: Schema, bytes: Buffer): z.infer<Schema> => {
  try {
    return parseWith(schema, JSON.parse(bytes.toString('utf8')) as unknown);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new WhatsAppError('invalid', 'The body is not JSON', { cause: error });
    throw error;
  }
};

/** What the plugin tells the bridge to do. Every route is signed; failures are `BridgeFailure`. */
export const commandRoutes =
  ({ configuration, web, check, secret, metrics, readiness, clock, logger }: CommandParts) =>
  async (scope: FastifyInstance): Promise<void> => {
    takeRawBodies(scope);
    requireSignature(scope, { secret, clock });
    lingerOnClose(scope);

    const sends = createRecent<SendReceipt>({
      keepMs: REMEMBER_SENDS_MS,
      maxEntries: MAX_REMEMBERED_SENDS,
      isFinal: (error) => error instanceof WhatsAppError && error.kind === 'unknown-outcome',
      clock,
    });

    /** A channel that was saved a moment ago may not have arrived here yet: then the plugin is asked once. */
    const channelOf = async (channelId: string): Promise<ChannelAdapter> => {
      const session = web.channel(channelId);
      if (session) return session;
      if (!configuration.channel(channelId)) await configuration.refresh();
      const channel = configuration.channel(channelId);
      if (!channel) throw new WhatsAppError('not-found', 'There is no such channel');
      return channel;
    };

    const options = { bodyLimit: MAX_COMMAND_BYTES };

    scope.get('/state', async () => readiness.state());

    scope.post('/refresh', options, async () => {
      await Promise.all([configuration.refresh(), web.refresh()]);
      return { ok: true };
    });

    scope.post('/check', options, async (request) => check(parseBody(CheckCommand, rawBodyOf(request))));

    scope.post('/parse', { bodyLimit: MAX_KEPT_BYTES }, async (request): Promise<ParsedChanges> => {
      return { changes: parseKept(parseBody(ParseCommand, rawBodyOf(request))) };
    });

    scope.post('/channels/:channelId/files', options, async (request): Promise<StagedFile> => {
      const { channelId } = parseWith(Params, request.params);
      const { file } = parseBody(StageFile, rawBodyOf(request));
      return (await channelOf(channelId)).stage(file);
    });

    scope.post('/channels/:channelId/messages', options, async (request) => {
      const { channelId } = parseWith(Params, request.params);
      const command = parseBody(SendCommand, rawBodyOf(request));
      const channel = await channelOf(channelId);
      // The same command twice is one message: the second gets the first one's answer.
      const receipt = await sends.once(`${channelId}\n${command.clientRef}`, () =>
        metrics.measureSend(() => channel.send(command)),
      );
      logger.debug({ trace: request.trace, channelId, clientRef: command.clientRef }, 'A message was sent');
      return receipt;
    });

    scope.get('/channels/:channelId/media/:mediaId', async (request, reply) => {
      const { channelId, mediaId } = parseWith(MediaParams, request.params);
      const { maxBytes } = parseWith(MediaQuery, request.query);
      const channel = await channelOf(channelId);
      const { bytes, sha256, sizeBytes } = await channel.fetchMedia(mediaId, maxBytes);
      // By then the answer has begun: all that can still be done is to break it off, and to say why here.
      bytes.once('error', (error) => logger.warn({ err: error, channelId }, 'A file did not get through'));
      if (sha256 !== undefined) void reply.header(MEDIA_HEADERS.sha256, sha256);
      if (sizeBytes !== undefined) void reply.header(MEDIA_HEADERS.size, sizeBytes);
      return reply.type('application/octet-stream').send(bytes);
    });
  };
