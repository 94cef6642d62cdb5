import type { Core } from '@strapi/strapi';
import type { Socket } from 'socket.io';
import { parseWith, WhatsAppError } from '../../../contracts/errors';
import { WatchChannel, type WatchAnswer } from '../../../contracts/realtime';
import { asTenants } from '../kit/scope';
import { accessChannel } from '../tenancy';
import type { Audience } from './audience';
import { channelRoom, channelRoomsOf } from './rooms';

/** More than anybody has on a screen; a bound for what one socket can make us remember. */
const MOST_WATCHES = 100;

/** A listener for an event of a client, whatever they send: what fails is told to them, if they asked to be told. */
const acknowledged =
  (strapi: Core.Strapi, work: (payload: unknown) => Promise<void>) =>
  (...sent: unknown[]): void => {
    const last = sent.at(-1);
    const tell = typeof last === 'function' ? (last as (answer: WatchAnswer) => void) : null;
    const answer = (result: WatchAnswer): void => tell?.(result);
    work(sent[0]).then(
      () => answer({ ok: true }),
      (error: unknown) => {
        const known = error instanceof WhatsAppError;
        if (!known) strapi.log.warn(`[whatsapp] A channel could not be watched: ${String(error)}`);
        const failure = known ? error : new WhatsAppError('internal', 'This went wrong on our side');
        answer({ ok: false, error: failure.toReport() });
      },
    );
  };

/** Lets a screen hear of single channels. Who they are and what they may is asked anew each time. */
export const serveWatches = (strapi: Core.Strapi, audience: Audience, socket: Socket): void => {
  const watch = async (payload: unknown): Promise<void> => {
    const { channelId } = parseWith(WatchChannel, payload);
    const listener = await audience.recheck(socket);
    if (!listener) throw new WhatsAppError('unauthorized', 'Your session has ended');
    const { member } = listener;
    if (!member.rights.includes('channels')) {
      throw new WhatsAppError('forbidden', 'Your role in this company does not allow this');
    }
    const channel = await asTenants([member.tenantId], () => accessChannel(strapi, member, channelId));
    if (channelRoomsOf(socket).length >= MOST_WATCHES) {
      throw new WhatsAppError('throttled', `Nobody watches more than ${MOST_WATCHES} channels at once`);
    }
    await socket.join(channelRoom(channel.documentId));
  };

  const unwatch = async (payload: unknown): Promise<void> => {
    await socket.leave(channelRoom(parseWith(WatchChannel, payload).channelId));
  };

  socket.on('watch', acknowledged(strapi, watch));
  socket.on('unwatch', acknowledged(strapi, unwatch));
};
