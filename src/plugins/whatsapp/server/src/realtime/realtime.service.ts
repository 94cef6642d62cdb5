import { Server, type Socket } from 'socket.io';
import type { ChangeHint } from '../../../contracts/inbox';
import { clock } from '../kit/clock';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { TENANT_CHANGED, type TenantChanged } from '../store';
import { authenticate as authenticateInScope, type Listener } from './authenticate';

const SOCKET_PATH = '/whatsapp/socket';
/** Changes within this time make one hint: a screen asks once for a burst. */
const COALESCE_MS = 40;
/** How often open sockets are checked again: a closed session or a lost right ends them within this time. */
const RECHECK_MS = 10_000;

/** Before it is known who asks, nobody does: the look-up is the system's own. */
const authenticate = (strapi: StrapiContext['strapi'], token: unknown): Promise<Listener | null> =>
  asSystem('realtime', () => authenticateInScope(strapi, token));

const roomOf = (tenantId: number): string => `tenant:${tenantId}`;

/**
 * Tells open screens that something changed, never what: they ask over HTTP, by cursor, for what they may see, so a lost
 * socket loses nothing. Rooms are joined by the server only.
 */
export const realtime = ({ strapi }: StrapiContext) => {
  let io: Server | null = null;
  let recheck: NodeJS.Timeout | undefined;
  const listeners = new WeakMap<Socket, { listener: Listener; token: string; expiry: NodeJS.Timeout }>();
  const pending = new Map<number, number>();

  const flush = (): void => {
    for (const [tenantId, cursor] of pending)
      io?.to(roomOf(tenantId)).emit('changed', { cursor } satisfies ChangeHint);
    pending.clear();
  };

  const hint = async ({ tenantId, cursor }: TenantChanged): Promise<void> => {
    if (pending.size === 0) setTimeout(flush, COALESCE_MS);
    pending.set(tenantId, Math.max(cursor, pending.get(tenantId) ?? 0));
  };

  const welcome = (socket: Socket, listener: Listener, token: string): void => {
    const disconnect = () => socket.disconnect(true);
    const expiry = setTimeout(disconnect, Math.max(0, listener.expiresAt.getTime() - clock.now().getTime()));
    listeners.set(socket, { listener, token, expiry });
    void socket.join(roomOf(listener.tenantId));
    socket.on('disconnect', () => clearTimeout(expiry));
  };

  /** A socket lives no longer than what let it in: its session, its person's right, its membership. */
  const verify = async (socket: Socket): Promise<void> => {
    const known = listeners.get(socket);
    const now = known && (await authenticate(strapi, known.token));
    if (!now || now.tenantId !== known.listener.tenantId) socket.disconnect(true);
  };

  const verifyAll = async (): Promise<void> => {
    for (const socket of io?.sockets.sockets.values() ?? []) await verify(socket);
  };

  const verifyAllSafely = (): Promise<void> =>
    verifyAll().catch((error: unknown) => {
      strapi.log.warn(`[whatsapp] Sockets could not be checked: ${String(error)}`);
    });

  /**
   * Strapi says so before it ends the session: to ask again now would find it open. So everything of this person ends;
   * a screen whose own session goes on comes back by itself.
   */
  const endOf = async ({ user }: { user?: { id: number } }): Promise<void> => {
    for (const socket of io?.sockets.sockets.values() ?? []) {
      if (listeners.get(socket)?.listener.adminUserId === user?.id) socket.disconnect(true);
    }
  };

  return {
    start(): void {
      // Other upgrades on this server (Strapi's own transfer, Vite's reload) are not ours to end.
      io = new Server(strapi.server.httpServer, {
        path: SOCKET_PATH,
        serveClient: false,
        destroyUpgrade: false,
      });
      io.use((socket, next) => {
        const token: unknown = socket.handshake.auth.token;
        authenticate(strapi, token).then(
          (listener) => {
            if (!listener) return next(new Error('unauthorized'));
            welcome(socket, listener, String(token));
            next();
          },
          (error: unknown) => {
            strapi.log.warn(`[whatsapp] A socket could not be checked: ${String(error)}`);
            next(new Error('unavailable'));
          },
        );
      });
      strapi.eventHub.on(TENANT_CHANGED, hint);
      strapi.eventHub.on('admin.logout', endOf);
      recheck = setInterval(() => void verifyAllSafely(), RECHECK_MS);
    },

    async stop(): Promise<void> {
      clearInterval(recheck);
      strapi.eventHub.off(TENANT_CHANGED, hint);
      strapi.eventHub.off('admin.logout', endOf);
      await io?.close();
      io = null;
    },
  };
};
