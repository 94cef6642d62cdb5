import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { News } from '../../../contracts/coordination';
import type { PluginConfig } from '../config';
import type { StrapiContext } from '../kit/context';
import { connectionOf, isPostgres, openNotifications, readDatabaseTime } from '../store';
import type { OpenLine } from './line';
import { redisLine } from './redis-line';
import { startQueues, type Queues } from './redis-queues';
import { createSocketAdapter, type SocketAdapter } from './redis-sockets';
import { followTime, type SharedTime } from './shared-time';
import { startWire, type Wire } from './wire';
import { createWork, WORK_KINDS, type WorkKind } from './work';

/** How late work is that nobody was called for. With Redis it is called for also by processes that died meanwhile. */
const POLL_MS = 1_000;
const POLL_WITH_REDIS_MS = 3_000;

interface Means {
  name: string;
  open: OpenLine;
}

/** Two installations may share a Redis or a database: they hear nothing of each other. */
const prefixOf = (strapi: Core.Strapi): string => {
  const { bridgeSecret } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  return `whatsapp-${createHash('sha256').update(`coordination:${bridgeSecret}`).digest('hex').slice(0, 12)}`;
};

/** SQLite has one process, and nobody to tell. */
const meansOf = (strapi: Core.Strapi, redisUrl: string | undefined): Means | null => {
  const channel = prefixOf(strapi);
  if (redisUrl) return { name: 'Redis', open: redisLine(redisUrl, channel) };
  if (!isPostgres(connectionOf(strapi))) return null;
  return {
    name: 'The line to other processes',
    open: (events) => openNotifications(strapi, channel, events),
  };
};

/**
 * How the processes of one installation know of each other: in process, over PostgreSQL, or over Redis. All that goes
 * through here are hints. Whatever is lost costs time, never a message: the tables say what is to be done.
 */
export const coordination = ({ strapi }: StrapiContext) => {
  const work = createWork(strapi);
  const { redisUrl } = strapi.config.get<PluginConfig>('plugin::whatsapp');
  let wire: Wire | null = null;
  let queues: Queues | null = null;
  let sockets: SocketAdapter | null = null;
  let time: SharedTime | null = null;
  let follower: { onNews(news: News): void; onUp(): void } | null = null;

  const startTelling = ({ name, open }: Means): Wire => {
    let wasAway = false;
    return startWire({
      open,
      onNews: (news) => follower?.onNews(news),
      onUp: () => {
        if (wasAway) strapi.log.info(`[whatsapp] ${name} is back`);
        wasAway = false;
        WORK_KINDS.forEach(work.look);
        follower?.onUp();
      },
      onDown: (reason) => {
        wasAway = true;
        strapi.log.warn(
          `[whatsapp] ${name} is away, and the database is asked more often meanwhile: ${reason}`,
        );
      },
    });
  };

  const followDatabase = (): Promise<SharedTime> =>
    followTime(
      () => readDatabaseTime(strapi),
      (error) => strapi.log.warn(`[whatsapp] The database was not asked for its time: ${String(error)}`),
    );

  return {
    async start(): Promise<void> {
      if (isPostgres(connectionOf(strapi))) time = await followDatabase();
      const means = meansOf(strapi, redisUrl);
      if (means) wire = startTelling(means);
      if (redisUrl) queues = startQueues({ url: redisUrl, prefix: prefixOf(strapi) }, work.look);
    },

    async stop(): Promise<void> {
      work.stop();
      time?.stop();
      follower = null;
      await wire?.stop();
      await queues?.stop();
      sockets?.close();
      wire = queues = sockets = null;
    },

    serve: work.serve,

    /** There is work of this kind: this process looks at once, and another one, too, where Redis can call it. */
    wake(kind: WorkKind): void {
      work.look(kind);
      queues?.call(kind);
    },

    /** There will be: whoever lives then looks. */
    wakeAt(kind: WorkKind, at: Date): void {
      work.lookAt(kind, at);
      queues?.call(kind, at);
    },

    /** How often to look without having been called. */
    pollMs: (): number => (redisUrl ? POLL_WITH_REDIS_MS : POLL_MS),

    /** To all other processes. Never fails, and may get lost. */
    tell(news: News): void {
      wire?.tell(news);
    },

    /** Of others' news; `onUp` whenever some may have been missed. */
    follow(given: { onNews(news: News): void; onUp(): void }): void {
      follower = given;
    },

    /** Whether other processes may change what this one's screens show. */
    hasOthers: (): boolean => wire !== null,

    /** Whether all news arrive at present, theirs here and ours there. Each way heals by itself, at its own time. */
    hearsOthers: (): boolean => (wire?.isUp() ?? false) && (sockets?.isReady() ?? true),

    /** Over which rooms of sockets span all processes; undefined where they end at this one. */
    socketAdapter(): SocketAdapter['adapter'] | undefined {
      if (redisUrl) sockets ??= createSocketAdapter(redisUrl, prefixOf(strapi), () => follower?.onUp());
      return sockets?.adapter;
    },
  };
};
