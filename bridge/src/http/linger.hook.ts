import type { FastifyInstance } from 'fastify';
import { systemClock } from '../kit/clock';

/** Longer than the plugin keeps an idle connection (`IDLE_MS` of its bridge client). */
const LINGER_MS = 700;

/**
 * A server that closes a kept connection may do so while the next command is on it: then the plugin could not tell
 * whether that was carried out. So before the end every answer says that its connection closes, and connections that
 * nobody uses are left to the plugin to close.
 *
 * Sockets live in real time, whatever clock the rest goes by.
 */
export const lingerOnClose = (scope: FastifyInstance): void => {
  let lastKeptAt = 0;
  let isEnding = false;

  scope.addHook('onSend', async (_request, reply) => {
    if (isEnding) void reply.header('connection', 'close');
    else lastKeptAt = systemClock.now();
  });
  scope.addHook('preClose', async () => {
    isEnding = true;
    const left = lastKeptAt + LINGER_MS - systemClock.now();
    if (left > 0) await systemClock.sleep(left);
  });
};
