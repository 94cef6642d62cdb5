import type { HeartbeatAnswer, SessionReport } from '../../../src/plugins/whatsapp/contracts/web-session';
import { isoTime, type Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import type { Sessions, SessionSnapshot } from '../sessions';
import type { Backups } from './backups';
import type { LeasedSessions } from './heartbeat';

type Wanted = HeartbeatAnswer['sessions'][number];

interface Held {
  wanted: Wanted;
  /** What was done last: only what differs is done again. */
  done: Pick<Wanted, 'fence' | 'wish' | 'restarts'> | null;
}

const percentOf = ({ history }: SessionSnapshot): number | null =>
  history && history.done < history.total ? Math.floor((100 * history.done) / history.total) : null;

/** Does what the plugin wants of sessions, one act after the other for each, and says how they are. */
export const leaseSessions = (
  sessions: Sessions,
  { takeOver, clock, logger }: Pick<Backups, 'takeOver'> & { clock: Clock; logger: Logger },
): LeasedSessions & { tell(): void } => {
  const held = new Map<string, Held>();
  /** One act after the other, also when a session goes and comes again: its browser must be gone before the next. */
  const lines = new Map<string, Promise<void>>();
  /** Closed as the plugin wished, until it has heard so. */
  const closed = new Map<string, { fence: number; at: string }>();
  let listener: () => void = () => undefined;

  const close = async (channelId: string, fence: number): Promise<void> => {
    await sessions.stop(channelId);
    closed.set(channelId, { fence, at: isoTime(clock.now()) });
    listener();
  };

  const act = async (
    { channelId, fence, wish, restarts, takesGroups, backupFence }: Wanted,
    one: Held,
  ): Promise<void> => {
    const { done } = one;
    if (done && done.fence === fence && done.wish === wish && done.restarts === restarts) return;
    const isNew = !done || done.fence !== fence || done.wish === 'stopped';
    one.done = { fence, wish, restarts };
    if (wish === 'stopped') return close(channelId, fence);
    closed.delete(channelId);
    if (isNew) {
      await takeOver(channelId, backupFence);
      sessions.start(channelId, fence, { takesGroups });
    } else if (wish === 'running') {
      // Groups are taken or left from the next start on.
      sessions.start(channelId, fence, { takesGroups });
      await sessions.restart(channelId);
    }
    if (wish === 'unlinked') await sessions.unlink(channelId);
  };

  const queue = (channelId: string, task: () => Promise<void>): void => {
    const line = (lines.get(channelId) ?? Promise.resolve())
      .then(task)
      .catch((error: unknown) =>
        logger.error({ err: error, channelId }, 'A session did not do what was wanted of it'),
      );
    lines.set(channelId, line);
    void line.then(() => lines.get(channelId) === line && lines.delete(channelId));
  };

  const run = (one: Held): void => {
    const { wanted } = one;
    queue(wanted.channelId, () =>
      act(wanted, one).catch((error: unknown) => {
        // The next heartbeat asks for it again.
        one.done = null;
        throw error;
      }),
    );
  };

  const letGo = (channelId: string): void => {
    held.delete(channelId);
    queue(channelId, async () => {
      await sessions.stop(channelId);
      closed.delete(channelId);
    });
  };

  const reportOf = (snapshot: SessionSnapshot): SessionReport => ({
    channelId: snapshot.channelId,
    fence: snapshot.fence,
    state: snapshot.state,
    reason: snapshot.reason ?? null,
    stateAt: snapshot.since,
    nextTryAt: snapshot.nextTryAt ?? null,
    codeAt: sessions.code(snapshot.channelId)?.at ?? null,
    importedPercent: percentOf(snapshot),
    phoneNumber: snapshot.account?.waId ?? null,
    profileName: snapshot.account?.name ?? null,
  });

  return {
    reports() {
      const running = sessions.states().filter(({ channelId }) => !closed.has(channelId));
      const ended = [...closed].map(
        ([channelId, { fence, at }]): SessionReport => ({
          channelId,
          fence,
          state: 'stopped',
          reason: null,
          stateAt: at,
          nextTryAt: null,
          codeAt: null,
          importedPercent: null,
          phoneNumber: null,
          profileName: null,
        }),
      );
      return [...running.filter(({ channelId }) => held.has(channelId)).map(reportOf), ...ended];
    },

    apply(wanted) {
      const named = new Set(wanted.map(({ channelId }) => channelId));
      for (const channelId of held.keys()) if (!named.has(channelId)) letGo(channelId);
      for (const one of wanted) {
        const known = held.get(one.channelId) ?? { wanted: one, done: null };
        known.wanted = one;
        held.set(one.channelId, known);
        run(known);
      }
    },

    onNews(listen) {
      listener = listen;
    },
    tell: () => listener(),
  };
};
