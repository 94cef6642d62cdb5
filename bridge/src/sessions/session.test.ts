import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import { CONNECTED, createScriptedEngine, type ScriptedEngine } from '../../test/fake/scripted-engine';
import { eventually } from '../../test/support/eventually';
import { ManualClock } from '../../test/support/manual-clock';
import { saidEvent } from '../../test/support/web-events';
import { createLogger } from '../kit/logger';
import { createSession, type Session } from './session';
import { SessionSettings, type SessionCode } from './snapshot';
import { openSpoolDatabase, type Database } from './spool/database';
import { createMemory, type SessionMemory } from './spool/memory';
import { createSpool, type Spool } from './spool/spool';
import { Timing } from './timing';
import { createTurnstile, type Turnstile } from './turnstile';

const MB = 1024 * 1024;
const ACCOUNT = { waId: '15550100001' };

describe('a session', () => {
  let folder: string;
  let database: Database;
  let spool: Spool;
  let memory: SessionMemory;
  let clock: ManualClock;
  let engines: ScriptedEngine[];
  let wiped: number;
  let copied: number[];
  let typed: boolean[];
  let code: SessionCode | undefined;
  let session: Session;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'session-'));
    database = openSpoolDatabase(folder);
    clock = new ManualClock(new Date(2026, 10, 2, 12).getTime());
    spool = createSpool(database, clock);
    memory = createMemory(database, 'one', clock);
    engines = [];
    wiped = 0;
    copied = [];
    typed = [];
    session = create();
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const create = (turnstile: Turnstile = createTurnstile(1)): Session =>
    createSession({
      channelId: 'one',
      fence: 1,
      settings: SessionSettings.parse({}),
      createEngine: (signal) => {
        const engine = createScriptedEngine(signal);
        engines.push(engine);
        return engine;
      },
      async wipe() {
        wiped += 1;
      },
      async copyLogin(fence) {
        copied.push(fence);
      },
      spool,
      memory,
      turnstile,
      timing: Timing.parse({ firstRetryMs: 1_000, longestRetryMs: 60_000 }),
      clock,
      logger: createLogger('silent'),
      onState: () => undefined,
      onCode: (shown) => (code = shown),
      onSpooled: () => undefined,
      onTyping: ({ isTyping }) => typed.push(isTyping),
    });

  const engine = (number = engines.length): Promise<ScriptedEngine> =>
    eventually(() => [engines[number - 1]].find((made) => made?.asked.includes('start')), {
      what: `engine ${number}`,
    });
  const state = () => session.snapshot().state;
  const start = async (): Promise<ScriptedEngine> => {
    const before = engines.length;
    session.start(1);
    return engine(before + 1);
  };
  const goOnline = async (): Promise<ScriptedEngine> => {
    const running = await start();
    running.signal({ type: 'ready', account: ACCOUNT });
    return running;
  };
  /** Time passes, and whatever it wakes comes to its end. */
  const pass = async (ms: number, step = 2_000): Promise<void> => {
    for (let passed = 0; passed < ms; passed += step) {
      clock.advance(Math.min(step, ms - passed));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('shows its code while it waits for the phone, and not a moment longer', async () => {
    const running = await start();
    running.signal({ type: 'code', code: '2@one' });
    expect([state(), code?.code]).toEqual(['scan-code', '2@one']);
    running.signal({ type: 'code', code: '2@two' });
    expect(code?.code).toBe('2@two');
    running.signal({ type: 'line', line: 'pairing', word: 'PAIRING' });
    expect([state(), code]).toEqual(['pairing', undefined]);
  });

  it('never has a code in what it says of itself', async () => {
    (await start()).signal({ type: 'code', code: '2@secretive' });
    expect(JSON.stringify(session.snapshot())).not.toContain('secretive');
  });

  it('has its login copied soon after it came online, each day, and when it closes', async () => {
    await goOnline();
    expect(copied).toEqual([]);
    await pass(61_000);
    expect(copied).toEqual([1]);
    await pass(24 * 60 * 60_000, 60_000);
    expect(copied).toEqual([1, 1]);
    await session.stop();
    expect(copied).toEqual([1, 1, 1]);
  });

  it('has no login copied that is gone, that nobody used, or whose browser died', async () => {
    await start();
    await session.stop();
    (await goOnline()).signal({ type: 'died', reason: 'The browser died' });
    await pass(2_000);
    const third = await engine(3);
    third.signal({ type: 'ready', account: ACCOUNT });
    third.signal({ type: 'unlinked', reason: 'LOGOUT' });
    await eventually(() => wiped === 1);
    expect(copied).toEqual([]);
  });

  it('reads recent chats in after pairing, and only news later', async () => {
    const first = await goOnline();
    await eventually(() => first.asked.includes('history'));
    await session.stop();
    const second = await goOnline();
    await eventually(() => second.asked.some((ask) => ask.startsWith('catch-up')));
    expect(second.asked).not.toContain('history');
  });

  it('looks for what it missed since it last heard everything', async () => {
    await goOnline();
    await pass(20_000);
    const heardAt = memory.login()?.heardAt;
    await session.stop();
    await pass(60 * 60_000, 60_000);
    const later = await goOnline();
    await eventually(() => later.asked.includes(`catch-up ${heardAt}`));
  });

  it('asks for a new scan when its login is gone, and does not show a code by itself', async () => {
    await goOnline();
    await session.stop();
    (await start()).signal({ type: 'code', code: '2@one' });
    await eventually(() => wiped === 1);
    expect([state(), code, memory.login()]).toEqual(['unlinked', undefined, undefined]);
  });

  it('comes back later and later when it is lost, and says why and when', async () => {
    const waits: number[] = [];
    let running = await start();
    for (let lost = 0; lost < 5; lost += 1) {
      running.signal({ type: 'died', reason: 'The browser ended' });
      const { nextTryAt, reason } = session.snapshot();
      expect(reason).toBe('The browser ended');
      const wait = Date.parse(nextTryAt ?? '') - clock.now();
      waits.push(wait);
      await pass(wait);
      running = await engine(lost + 2);
    }
    expect(waits[4]).toBeGreaterThan(5 * (waits[0] ?? 0));
    expect(engines.slice(0, 5).every(({ asked }) => asked.includes('stop'))).toBe(true);
  });

  it('hears nothing of an engine that it has ended', async () => {
    const old = await goOnline();
    old.signal({ type: 'died', reason: 'The browser ended' });
    old.signal({ type: 'ready', account: ACCOUNT });
    old.signal({ type: 'event', event: saidEvent('in.1'), origin: 'live' });
    expect(state()).toBe('reconnecting');
    await session.stop();
    expect(spool.next('one', 9)).toEqual([]);
  });

  it('writes down what it hears under its lease, once', async () => {
    const running = await goOnline();
    running.signal({ type: 'event', event: saidEvent('in.1'), origin: 'live' });
    running.signal({ type: 'event', event: saidEvent('in.1'), origin: 'caught-up' });
    await eventually(() => spool.next('one', 9).length === 1);
    expect(spool.next('one', 9)).toMatchObject([{ fence: 1, origin: 'live' }]);
  });

  it.each([
    ['conflict', { type: 'conflict' as const }],
    ['failed', { type: 'line' as const, line: 'refused' as const, word: 'TOS_BLOCK' }],
  ])('stays in %s until a person wants otherwise', async (resting, signal) => {
    const running = await goOnline();
    running.signal(signal);
    await pass(10 * 60_000, 30_000);
    expect([state(), engines.length]).toEqual([resting, 1]);
    await session.restart();
    await engine(2);
  });

  it('fails with the remedy when its engine cannot even begin', async () => {
    session = create({
      enter: () => {
        throw new WhatsAppError('unsupported', 'Chromium is not installed', { remedy: 'Install it' });
      },
    });
    session.start(1);
    await eventually(() => state() === 'failed');
    expect(session.snapshot().reason).toBe('Chromium is not installed. Install it');
  });

  it('is lost when its page does not answer any more', async () => {
    const running = await goOnline();
    await pass(4_000);
    running.shows = new WhatsAppError('unreachable', 'No answer');
    await pass(2_000);
    expect(state()).toBe('reconnecting');
  });

  it('bears a page that loads itself anew', async () => {
    const running = await goOnline();
    await pass(4_000);
    running.shows = new Error('Execution context was destroyed');
    await pass(6_000);
    running.shows = CONNECTED;
    await pass(2_000);
    expect(state()).toBe('online');
  });

  it('nudges an engine whose WhatsApp is ready, and not at the first look', async () => {
    const running = await start();
    running.shows = { ...CONNECTED, isListening: false, canBeKicked: true };
    await pass(2_000);
    expect(running.asked).not.toContain('kick');
    await pass(4_000);
    expect(running.asked).toContain('kick');
  });

  it('is degraded while WhatsApp looks for its line, and lost when that takes too long', async () => {
    const running = await goOnline();
    running.shows = { ...CONNECTED, line: 'interrupted', word: 'TIMEOUT' };
    await pass(2_000);
    expect(session.snapshot()).toMatchObject({ state: 'degraded', word: 'TIMEOUT' });
    expect(() => session.requireOnline()).toThrow(/not online/);
    await pass(90_000);
    expect(state()).toBe('reconnecting');
  });

  it('says what the page complained about when it never became ready', async () => {
    const running = await start();
    running.signal({ type: 'authenticated' });
    running.signal({ type: 'page-error', message: 'Requiring unknown module "WAWebMsgKey"' });
    await pass(120_000, 10_000);
    expect(session.snapshot().reason).toMatch(/did not become ready in time: .*WAWebMsgKey/);
  });

  it('asks WhatsApp for another code when it grew tired, until nobody scanned any', async () => {
    const running = await start();
    running.signal({ type: 'code', code: '2@one' });
    running.shows = { ...CONNECTED, line: 'code-expired', word: 'UNPAIRED_IDLE', isSynced: false };
    await pass(4_000);
    expect(running.asked).toContain('renew');
    await pass(180_000, 10_000);
    expect([state(), session.snapshot().reason]).toEqual(['unlinked', 'Nobody scanned the code in time']);
  });

  it('begins anew at once when it takes too much memory', async () => {
    const running = await goOnline();
    running.weighs = 1_300 * MB;
    await pass(32_000);
    await engine(2);
    expect(running.asked).toContain('stop');
  });

  it('begins anew in the quiet hours when it has grown, and not by day', async () => {
    const running = await goOnline();
    running.weighs = 700 * MB;
    await pass(10 * 60_000, 10_000);
    expect(state()).toBe('online');
    await pass(14 * 60 * 60_000, 60_000);
    expect(running.asked).toContain('stop');
    expect(new Date(clock.now()).getHours()).toBe(2);
  });

  it('starts after another one has, when there is no room for both', async () => {
    const turnstile = createTurnstile(1);
    const leave = await turnstile.enter();
    session = create(turnstile);
    session.start(1);
    await pass(60_000, 10_000);
    expect([state(), engines.length]).toEqual(['starting', 0]);
    leave();
    await engine(1);
  });

  it('logs out and forgets its login when it is unlinked', async () => {
    const running = await goOnline();
    await session.unlink();
    expect(running.asked.slice(-2)).toEqual(['logout', 'stop']);
    expect([state(), wiped, memory.login()]).toEqual(['unlinked', 1, undefined]);
  });

  it('keeps its login when it is stopped', async () => {
    await goOnline();
    await session.stop();
    expect([state(), wiped]).toEqual(['stopped', 0]);
    expect(memory.login()).toBeDefined();
  });

  it('tells who types at once, and writes nothing of it down', async () => {
    const running = await goOnline();
    running.signal({ type: 'typing', from: { waId: '15550100101' }, isTyping: true });
    expect(typed).toEqual([true]);
    expect(spool.waiting().depth).toBe(0);
  });
});
