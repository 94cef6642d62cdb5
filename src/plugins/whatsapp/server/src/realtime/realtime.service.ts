import { AsyncResource } from 'node:async_hooks';
import { Server, type Socket } from 'socket.io';
import type { ChangeHint } from '../../../contracts/inbox';
import type { ChannelHint } from '../../../contracts/realtime';
import { CHANNEL_CHANGED, type ChannelChanged } from '../channels';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { TENANT_CHANGED, type TenantChanged } from '../store';
import { MEMBER_CHANGED, TENANT_DELETED, type MemberChanged } from '../tenancy';
import { createAudience } from './audience';
import { authenticate, type Listener } from './authenticate';
import { channelRoom, tenantRoom } from './rooms';
import { serveWatches } from './watches';

const SOCKET_PATH = '/whatsapp/socket';
/** Changes within this time make one hint: a screen asks once for a burst. */
const COALESCE_MS = 40;
/** How often open sockets are checked again: what nothing told us of ends them within this time. */
const RECHECK_MS = 10_000;
/** What a screen sends is a token at most; more than this ends its socket. */
const LARGEST_PAYLOAD_BYTES = 16_384;

/** After these, somebody may have lost a right, or may be gone. */
const RIGHTS_CHANGED = [
  'permission.create',
  'permission.update',
  'permission.delete',
  'role.delete',
  'user.update',
  'user.delete',
  TENANT_DELETED,
];

/**
 * Tells open screens that something changed, never what: they ask over HTTP, by cursor, for what they may see, so a lost
 * socket loses nothing. Rooms are joined by the server only.
 */
export const realtime = ({ strapi }: StrapiContext) => {
  let io: Server | null = null;
  let nextCheck: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void)[] = [];
  let isCheckDue = false;
  const pending = new Map<number, number>();

  const audience = createAudience({
    // Before it is known who asks, nobody does: the look-up is the system's own.
    authenticate: (token) => asSystem('realtime', () => authenticate(strapi, token)),
    onTrouble: (error) => strapi.log.warn(`[whatsapp] A socket could not be checked: ${String(error)}`),
  });

  const flush = (): void => {
    for (const [tenantId, cursor] of pending)
      io?.to(tenantRoom(tenantId)).emit('changed', { cursor } satisfies ChangeHint);
    pending.clear();
  };

  const hint = ({ tenantId, cursor }: TenantChanged): void => {
    if (pending.size === 0) setTimeout(flush, COALESCE_MS);
    pending.set(tenantId, Math.max(cursor, pending.get(tenantId) ?? 0));
  };

  const hintChannel = ({ channelId }: ChannelChanged): void => {
    io?.to(channelRoom(channelId)).emit('channel-changed', { channelId } satisfies ChannelHint);
  };

  /** By the person, who may have gone to another company; by the membership, where the person is gone. */
  const recheckMember = ({ kind, credentialId, memberId }: MemberChanged): void => {
    const isTheirs = ({ adminUserId, member }: Listener) =>
      member.id === memberId || (kind === 'admin' && adminUserId === credentialId);
    void audience.recheckAll(isTheirs);
  };

  /** Strapi tells of each permission by itself: one check for all of them. */
  const recheckSoon = (): void => {
    if (isCheckDue) return;
    isCheckDue = true;
    setTimeout(() => {
      isCheckDue = false;
      void audience.recheckAll();
    }, COALESCE_MS);
  };

  /** One round after the other, however long one takes. */
  const recheckForever = async (): Promise<void> => {
    await audience.recheckAll();
    if (io) nextCheck = setTimeout(() => void recheckForever(), RECHECK_MS);
  };

  /**
   * Strapi says so before it ends the session: to ask again now would find it open. So everything of this person ends;
   * a screen whose own session goes on comes back by itself.
   */
  const endOf = ({ user }: { user?: { id: number } }): void =>
    audience.dismiss(({ adminUserId }) => adminUserId === user?.id);

  /** Whoever announces does not wait for us, and what we ask runs in neither their transaction nor their scope. */
  const on = <Payload>(event: string, listen: (payload: Payload) => void): void => {
    const listener = AsyncResource.bind(listen);
    unsubscribe.push(strapi.eventHub.on(event, async (payload: Payload) => listener(payload)));
  };

  const letIn = (socket: Socket, next: (error?: Error) => void): void => {
    const token: unknown = socket.handshake.auth.token;
    asSystem('realtime', () => authenticate(strapi, token)).then(
      (listener) => {
        if (!listener) return next(new Error('unauthorized'));
        (socket.data as { listener?: Listener }).listener = listener;
        next();
      },
      (error: unknown) => {
        strapi.log.warn(`[whatsapp] A socket could not be checked: ${String(error)}`);
        next(new Error('unavailable'));
      },
    );
  };

  const welcome = (socket: Socket): void => {
    const { listener } = socket.data as { listener?: Listener };
    if (!listener) return;
    audience.admit(socket, String(socket.handshake.auth.token), listener);
    serveWatches(strapi, audience, socket);
  };

  return {
    start(): void {
      io = new Server(strapi.server.httpServer, {
        path: SOCKET_PATH,
        serveClient: false,
        // Other upgrades on this server (Strapi's own transfer, Vite's reload) are not ours to end.
        destroyUpgrade: false,
        maxHttpBufferSize: LARGEST_PAYLOAD_BYTES,
      });
      io.use(letIn);
      io.on('connection', welcome);
      on(TENANT_CHANGED, hint);
      on(CHANNEL_CHANGED, hintChannel);
      on(MEMBER_CHANGED, recheckMember);
      on('admin.logout', endOf);
      RIGHTS_CHANGED.forEach((event) => on(event, recheckSoon));
      void recheckForever();
    },

    async stop(): Promise<void> {
      clearTimeout(nextCheck);
      unsubscribe.forEach((end) => end());
      unsubscribe = [];
      const closing = io;
      io = null;
      await closing?.close();
    },
  };
};
