import { AsyncResource } from 'node:async_hooks';
import { Server, type Socket } from 'socket.io';
import type { News } from '../../../contracts/coordination';
import type { ChangeHint } from '../../../contracts/inbox';
import type { ChannelHint, TypingHint } from '../../../contracts/realtime';
import { CHANNEL_CHANGED, type ChannelChanged } from '../channels';
import { getService } from '../get-service';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { changeCursors, TENANT_CHANGED, type TenantChanged } from '../store';
import { CUSTOMER_TYPED, type CustomerTyped } from '../sessions';
import { maySee, MEMBER_CHANGED, type MemberChanged } from '../tenancy';
import { createAudience } from './audience';
import { authenticate, type Listener } from './authenticate';
import { createEndings, endBy, RIGHTS_CHANGED } from './endings';
import { createHints } from './hints';
import { channelRoom, tenantRoom } from './rooms';
import { serveWatches } from './watches';

const SOCKET_PATH = '/whatsapp/socket';
/** How often open sockets are checked again: what nothing told us of ends them within this time. */
const RECHECK_MS = 10_000;
/** How often the database is asked what other processes changed, while they cannot be heard. */
const CATCH_UP_MS = 1_500;
/** What a screen sends is a token at most; more than this ends its socket. */
const LARGEST_PAYLOAD_BYTES = 16_384;
/** So that they fit into a notification of PostgreSQL, which holds 8,000 bytes. */
const CURSORS_TOGETHER = 100;

/**
 * Tells open screens that something changed, never what: they ask over HTTP, by cursor, for what they may see, so a lost
 * socket loses nothing. Rooms are joined by the server only.
 */
export const realtime = ({ strapi }: StrapiContext) => {
  const coordination = getService(strapi, 'coordination');
  let io: Server | null = null;
  let nextCheck: NodeJS.Timeout | undefined;
  let catchingUp: NodeJS.Timeout | undefined;
  let unsubscribe: (() => void)[] = [];
  let roomsSpanProcesses = false;

  const warn =
    (what: string) =>
    (error: unknown): void => {
      strapi.log.warn(`[whatsapp] ${what}: ${String(error)}`);
    };

  const audience = createAudience({
    // Before it is known who asks, nobody does: the look-up is the system's own.
    authenticate: (token) => asSystem('realtime', () => authenticate(strapi, token)),
    onTrouble: warn('A socket could not be checked'),
  });
  const endings = createEndings(audience);

  /** Whether what is said to a room reaches it at every process. While Redis is away it must not wait for it. */
  const isEverywhere = (): boolean => roomsSpanProcesses && coordination.hearsOthers();
  const speaker = () => (isEverywhere() ? io : io?.local);

  const showChanged = (to: ReturnType<typeof speaker>, { tenantId, cursor }: TenantChanged) =>
    to?.to(tenantRoom(tenantId)).emit('changed', { cursor } satisfies ChangeHint);
  const showChannel = (to: ReturnType<typeof speaker>, channelId: string) =>
    to?.to(channelRoom(channelId)).emit('channel-changed', { channelId } satisfies ChannelHint);

  const hints = createHints({
    show: (changed) => showChanged(io?.local, changed),
    pass: (changed) => {
      if (isEverywhere()) {
        for (const one of changed) showChanged(io ?? undefined, one);
        return true;
      }
      for (let from = 0; from < changed.length; from += CURSORS_TOGETHER)
        coordination.tell({ type: 'changed', cursors: changed.slice(from, from + CURSORS_TOGETHER) });
      return false;
    },
    listening: audience.tenantIds,
    read: (tenantIds) => asSystem('realtime', () => changeCursors(strapi, tenantIds)),
  });
  const catchUp = (): Promise<void> => hints.catchUp().catch(warn('Screens may be late'));

  const hintChannel = ({ channelId }: ChannelChanged): void => {
    showChannel(speaker(), channelId);
    if (!isEverywhere()) coordination.tell({ type: 'channel-changed', channelId });
  };

  /** To each who may read the chat: a room holds a whole company. */
  const showTyping = ({ tenantId, conversationId, assigneeId, isTyping }: CustomerTyped): void => {
    const mayKnow = ({ member }: Listener) => member.tenantId === tenantId && maySee(member, { assigneeId });
    for (const socket of audience.of(mayKnow))
      socket.emit('typing', { conversationId, isTyping } satisfies TypingHint);
  };

  const customerTyped = (typed: CustomerTyped): void => {
    showTyping(typed);
    coordination.tell({ type: 'typing', ...typed });
  };

  const memberChanged = ({ memberId, kind, credentialId }: MemberChanged): void => {
    endings.recheckMember({ memberId, kind, credentialId });
    coordination.tell({ type: 'member-changed', memberId, kind, credentialId });
  };

  const rightsChanged = (): void => endings.recheckSoon(() => coordination.tell({ type: 'rights-changed' }));

  const loggedOut = ({ user }: { user?: { id: number } }): void => {
    if (!user) return;
    endings.dismiss(user.id);
    coordination.tell({ type: 'logged-out', adminUserId: user.id });
  };

  const onNews = (news: News): void => {
    if (endBy(endings, news)) return;
    if (news.type === 'changed') news.cursors.forEach(hints.hear);
    if (news.type === 'typing') showTyping(news);
    if (news.type === 'channel-changed') showChannel(io?.local, news.channelId);
  };

  /** One round after the other, however long one takes. */
  const recheckForever = async (): Promise<void> => {
    await audience.recheckAll();
    if (coordination.hasOthers()) await catchUp();
    if (io) nextCheck = setTimeout(() => void recheckForever(), RECHECK_MS);
  };

  const catchUpWhileDeaf = async (): Promise<void> => {
    if (coordination.hasOthers() && !coordination.hearsOthers()) await catchUp();
    if (io) catchingUp = setTimeout(() => void catchUpWhileDeaf(), CATCH_UP_MS);
  };

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
        warn('A socket could not be checked')(error);
        next(new Error('unavailable'));
      },
    );
  };

  const welcome = (socket: Socket): void => {
    const { listener } = socket.data as { listener?: Listener };
    if (!listener) return;
    const { tenantId } = listener.member;
    audience.admit(socket, String(socket.handshake.auth.token), listener);
    serveWatches(strapi, audience, socket);
    if (!coordination.hasOthers()) return;
    // Also what another process said to the room.
    socket.onAnyOutgoing((event: string, hint: ChangeHint) => {
      if (event === 'changed') hints.note({ tenantId, cursor: hint.cursor });
    });
    hints.expect(tenantId).catch(warn('Screens may be late'));
  };

  return {
    start(): void {
      const adapter = coordination.socketAdapter();
      roomsSpanProcesses = adapter !== undefined;
      io = new Server(strapi.server.httpServer, {
        adapter,
        path: SOCKET_PATH,
        serveClient: false,
        // Other upgrades on this server (Strapi's own transfer, Vite's reload) are not ours to end.
        destroyUpgrade: false,
        maxHttpBufferSize: LARGEST_PAYLOAD_BYTES,
      });
      io.use(letIn);
      io.on('connection', welcome);
      on(TENANT_CHANGED, hints.add);
      on(CHANNEL_CHANGED, hintChannel);
      on(CUSTOMER_TYPED, customerTyped);
      on(MEMBER_CHANGED, memberChanged);
      on('admin.logout', loggedOut);
      RIGHTS_CHANGED.forEach((event) => on(event, rightsChanged));
      coordination.follow({
        onNews,
        onUp: () => {
          endings.recheckSoon();
          void catchUp();
        },
      });
      void recheckForever();
      void catchUpWhileDeaf();
    },

    /** How many screens this process serves at present. */
    connected: (): number => io?.engine.clientsCount ?? 0,

    stop(): void {
      clearTimeout(nextCheck);
      clearTimeout(catchingUp);
      unsubscribe.forEach((end) => end());
      unsubscribe = [];
      const closing = io;
      io = null;
      // Sockets end at once. It then waits for every connection to end that the bridge or a balancer keeps busy: that
      // would hold up our end, and Strapi cuts them by itself.
      closing?.close().catch(warn('The sockets did not end in order'));
    },
  };
};
