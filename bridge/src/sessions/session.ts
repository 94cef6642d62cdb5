import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Account, EngineSignal, Probe, WebEngine } from '../adapters/web';
import { createBackoff } from '../kit/backoff';
import { isoTime, type Clock } from '../kit/clock';
import type { Logger } from '../kit/logger';
import { createEngineKeeper } from './engine-keeper';
import { createEventSink } from './event-sink';
import { createLoginKeeping } from './login-keeping';
import { createReadiness } from './readiness';
import { createRecycling } from './recycling';
import type { SessionCode, SessionSettings, SessionSnapshot } from './snapshot';
import type { SessionMemory } from './spool/memory';
import type { Spool } from './spool/spool';
import { DEADLINES, isAtRest, isFinal, TRANSITIONS, type SessionInput, type SessionState } from './states';
import type { Turnstile } from './turnstile';
import { createWatch } from './watch';
import type { Timing } from './timing';

export interface SessionOptions {
  channelId: string;
  fence: number;
  settings: SessionSettings;
  createEngine(signal: (signal: EngineSignal) => void): WebEngine;
  /** Forgets the login on this disk, and its copies. */
  wipe(): Promise<void>;
  /** Copies the login, as that of the lease under which it runs. */
  copyLogin(fence: number): Promise<void>;
  spool: Spool;
  memory: SessionMemory;
  turnstile: Turnstile;
  timing: Timing;
  clock: Clock;
  logger: Logger;
  onState(snapshot: SessionSnapshot): void;
  /** Undefined when there is no code any more. */
  onCode(code: SessionCode | undefined): void;
  onSpooled(): void;
  /** A customer begins or ends to write. Of this moment only. */
  onTyping(typing: Extract<EngineSignal, { type: 'typing' }>): void;
}

/**
 * Keeps one session in the state that it shall have: starts its engine, looks after it, brings it back when it is lost,
 * and leaves it alone when only a person can help. Everything that an engine tells goes through one table of states.
 */
export const createSession = (options: SessionOptions) => {
  const { channelId, settings, memory, timing, clock, logger } = options;
  const backoff = createBackoff({ firstMs: timing.firstRetryMs, maxMs: timing.longestRetryMs });
  let { fence } = options;
  let state: SessionState = 'stopped';
  let since = clock.now();
  let reason: string | undefined;
  let nextTryAt: number | undefined;
  let account: Account | undefined;
  let word: string | undefined;
  let pageProblem: string | undefined;
  let cancelTimer: () => void = () => undefined;

  const keeper = createEngineKeeper({ ...options, onSignal });
  const sink = createEventSink({
    append: (events) => options.spool.append(channelId, fence, events),
    onSpooled: options.onSpooled,
    clock,
    onFailure: (error) => {
      logger.error({ err: error, channelId }, 'Events of a session cannot be written down');
      // What was not written is found again after the next start.
      apply('lost', 'The bridge cannot write to its disk');
    },
  });

  const snapshot = (): SessionSnapshot => ({
    channelId,
    fence,
    state,
    since: isoTime(since),
    reason,
    nextTryAt: nextTryAt === undefined ? undefined : isoTime(nextTryAt),
    word,
    account,
    history: readiness.history(),
    memoryBytes: recycling.memoryBytes(),
  });
  const publish = (): void => options.onState(snapshot());

  const readiness = createReadiness({
    settings,
    memory,
    sink,
    timing,
    clock,
    logger,
    channelId,
    onProgress: publish,
  });
  const recycling = createRecycling({
    timing,
    clock,
    isIdle: () => sink.isIdle(),
    recycle: (why) => {
      logger.info({ channelId }, why);
      backoff.reset(channelId);
      apply('lost', why, 0);
    },
  });
  const login = createLoginKeeping({ ...options, copy: () => options.copyLogin(fence) });
  const watch = createWatch({ timing, clock, onProbe, onSilence: (why) => apply('lost', why) });

  /** Moves on, if the table knows the way. */
  function apply(input: SessionInput, why?: string, retryInMs?: number): boolean {
    const next = TRANSITIONS[state][input];
    if (!next) return false;
    cancelTimer();
    state = next;
    since = clock.now();
    reason = why;
    nextTryAt = undefined;
    if (next !== 'starting') keeper.letNextIn();
    if (next !== 'scan-code') options.onCode(undefined);
    logger.info({ channelId, state, reason }, 'A session changed its state');
    if (isAtRest(next)) rest(next, retryInMs);
    else armDeadline();
    publish();
    return true;
  }

  function armDeadline(): void {
    const deadline = { ...DEADLINES, ...timing.deadlines }[state];
    if (!deadline || (state === 'starting' && !keeper.current())) return;
    cancelTimer = clock.after(deadline.ms, () =>
      apply(
        deadline.input,
        pageProblem && state !== 'scan-code' ? `${deadline.reason}: ${pageProblem}` : deadline.reason,
      ),
    );
  }

  function rest(next: SessionState, retryInMs: number | undefined): void {
    const wait = next === 'reconnecting' ? (retryInMs ?? backoff.next(channelId)) : undefined;
    word = undefined;
    // What is ended on purpose ends well: it stops by choice, or begins anew at once.
    void close({ forget: next === 'unlinked', isClean: next === 'stopped' || retryInMs === 0 });
    if (wait === undefined) return;
    nextTryAt = clock.now() + wait;
    cancelTimer = clock.after(wait, () => apply('start') && begin());
  }

  /** Ends the engine, completely. Whoever starts another one waits for it. */
  function close({ forget, isClean }: { forget: boolean; isClean: boolean }): Promise<void> {
    watch.stop();
    readiness.stop();
    recycling.stop();
    return keeper.close(async () => {
      sink.flush();
      await login.ended({ isClean: isClean && !forget });
      if (!forget) return;
      await options.wipe();
      memory.unlinked();
    });
  }

  /** In `starting`, with nothing running yet. */
  function begin(): void {
    void (async () => {
      const engine = await keeper.open(() => state === 'starting');
      if (!engine) return;
      pageProblem = undefined;
      armDeadline();
      watch.start(engine);
      await engine.start();
    })().catch((error: unknown) => apply('refused', sentenceOf(error)));
  }

  function onSignal(signal: EngineSignal, of: WebEngine): void {
    switch (signal.type) {
      case 'code':
        return onCode(signal.code);
      case 'authenticated':
        return void apply('authenticated');
      case 'ready':
        return onReady(signal.account, of);
      case 'line':
        return onLine(signal);
      case 'unlinked':
        return void apply('unlinked', 'The phone has ended the link to this session');
      case 'conflict':
        return void apply('conflict', 'Another bridge or browser uses this login now');
      case 'died':
        return void apply('lost', signal.reason);
      case 'page-error':
        pageProblem = signal.message;
        return logger.warn({ channelId, problem: signal.message }, "WhatsApp's page reports an error");
      case 'typing':
        return options.onTyping(signal);
      case 'event':
        return sink.add(signal.event, signal.origin);
    }
  }

  function onCode(code: string): void {
    // A session that had a login is asked for a new one only when a person wants that.
    if (memory.login()) return void apply('unlinked', 'The link to the phone is gone');
    apply('code');
    if (state === 'scan-code') options.onCode({ code, at: isoTime(clock.now()) });
  }

  function onReady(who: Account, engine: WebEngine): void {
    account = who;
    const isNew = memory.login() === undefined;
    if (isNew) keeper.hasPaired();
    if (!apply('ready') && state !== 'online') return;
    backoff.reset(channelId);
    memory.linked(fence);
    login.online();
    readiness.catchUp(engine, isNew);
    recycling.watch(engine);
    publish();
  }

  function onLine({ line, word: said }: Pick<Probe, 'line' | 'word'>): void {
    const isNews = word !== said;
    word = said;
    if (isNews) publish();
    switch (line) {
      case 'pairing':
        return void apply('pairing');
      case 'conflict':
        return void apply('conflict', 'Another bridge or browser uses this login now');
      case 'refused':
        return void apply('refused', `WhatsApp refuses this session (${said})`);
      case 'interrupted':
      case 'opening':
        return void apply('interrupted', 'WhatsApp has lost its connection and looks for it');
      case 'connected':
      case 'unpaired':
      case 'code-expired':
        return;
    }
  }

  function onProbe(probe: Probe, of: WebEngine): void {
    onLine(probe);
    if (keeper.current() !== of) return;
    const isUsable = probe.line === 'connected' && probe.isListening;
    if (state === 'scan-code' && probe.line === 'code-expired') of.renewCode().catch(() => undefined);
    if (probe.line === 'connected' && !probe.isListening)
      apply('interrupted', 'WhatsApp Web loads itself anew');
    if (probe.line === 'connected') apply('authenticated');
    if (isUsable && apply('restored')) readiness.catchUp(of, false);
    if (isUsable && state === 'online') readiness.heard();
  }

  const requireOnline = (): WebEngine => {
    const engine = keeper.current();
    if (engine && state === 'online') return engine;
    throw new WhatsAppError('unreachable', `This session is not online (${state})`, { remedy: reason });
  };

  return {
    channelId,
    snapshot,
    requireOnline,

    start(lease: number): void {
      fence = lease;
      if (isAtRest(state) && apply('start')) begin();
    },

    /** Ends the session and keeps its login. Resolves when nothing of it runs. */
    async stop(): Promise<void> {
      apply('stop');
      await keeper.closed();
    },

    async restart(): Promise<void> {
      backoff.reset(channelId);
      if (isFinal(state) || state === 'reconnecting') {
        if (apply('start')) begin();
      } else apply('lost', 'Restarted by hand', 0);
      await keeper.closed();
    },

    /** Takes the login away, on the phone too if it can be reached, and forgets it here. */
    async unlink(): Promise<void> {
      if (state === 'online' || state === 'degraded' || state === 'syncing') await keeper.current()?.logout();
      if (!apply('unlinked', 'Unlinked by the company')) void close({ forget: true, isClean: false });
      await keeper.closed();
    },

    async pairByNumber(phone: string): Promise<string> {
      const engine = keeper.current();
      if (!engine || state !== 'scan-code')
        throw new WhatsAppError('conflict', 'A phone is paired while the session waits for its code');
      cancelTimer();
      armDeadline();
      return engine.pairByNumber(phone);
    },
  };
};
export type Session = ReturnType<typeof createSession>;

const sentenceOf = (error: unknown): string => {
  if (error instanceof WhatsAppError) return [error.message, error.remedy].filter(Boolean).join('. ');
  return error instanceof Error ? error.message : 'The session cannot start';
};
