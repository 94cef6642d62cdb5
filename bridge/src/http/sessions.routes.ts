import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseWith, WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import {
  MarkRead,
  PairByNumber,
  TellTyping,
  type CurrentCode,
} from '../../../src/plugins/whatsapp/contracts/web-session';
import type { Clock } from '../kit/clock';
import type { Secret } from '../kit/secret';
import type { Web } from '../web';
import { rawBodyOf, takeRawBodies } from './raw-body';
import { requireSignature } from './signed.hook';

const Params = z.object({ channelId: z.string().min(1) });

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch (cause) {
    throw new WhatsAppError('invalid', 'The body is not JSON', { cause });
  }
};

/** What links a phone, and what only a session can do, for the plugin alone. Codes are neither logged nor kept on their way. */
export const sessionRoutes =
  ({
    web,
    secret,
    clock,
  }: {
    web: Pick<Web, 'code' | 'pairByNumber' | 'markRead' | 'setTyping'>;
    secret: Secret;
    clock: Clock;
  }) =>
  async (scope: FastifyInstance): Promise<void> => {
    takeRawBodies(scope);
    requireSignature(scope, { secret, clock });

    scope.get('/sessions/:channelId/code', async (request, reply): Promise<CurrentCode> => {
      const { channelId } = parseWith(Params, request.params);
      void reply.header('cache-control', 'no-store');
      return { code: web.code(channelId) };
    });

    scope.post('/sessions/:channelId/read', async (request) => {
      const { channelId } = parseWith(Params, request.params);
      const { to } = parseWith(MarkRead, parseJson(rawBodyOf(request)));
      await web.markRead(channelId, to);
      return { ok: true };
    });

    scope.post('/sessions/:channelId/typing', async (request) => {
      const { channelId } = parseWith(Params, request.params);
      const { to, isTyping } = parseWith(TellTyping, parseJson(rawBodyOf(request)));
      await web.setTyping(channelId, to, isTyping);
      return { ok: true };
    });

    scope.post('/sessions/:channelId/pairing-code', async (request, reply) => {
      const { channelId } = parseWith(Params, request.params);
      const { phoneNumber } = parseWith(PairByNumber, parseJson(rawBodyOf(request)));
      void reply.header('cache-control', 'no-store');
      return web.pairByNumber(channelId, phoneNumber);
    });
  };
