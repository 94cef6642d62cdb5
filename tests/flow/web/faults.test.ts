import { readFileSync } from 'node:fs';
import { isRunning } from '../../../bridge/src/kit/process-group';
import type { PageConfig, Settings } from '../../simulators/whatsapp-web';
import { eventually, eventuallyPresent } from '../../support/eventually';
import { ANA, CHANNEL, createWebScene, SHOP, textOf, type WebScene } from './scene';

const isRenderer = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer');
const signal = (pids: number[], name: NodeJS.Signals): void => {
  for (const pid of pids) process.kill(pid, name);
};

/** None of them runs any more. */
const allGone = (pids: number[]): Promise<void> =>
  eventually(() => expect(pids.filter(isRunning)).toEqual([]));

describe('a session whose browser fails', () => {
  let scene: WebScene;
  beforeAll(async () => {
    scene = await createWebScene();
    await scene.pair();
  });
  afterAll(() => scene.close());
  beforeEach(() => scene.inState('online'));

  const faults: [string, (pids: number[], group: number) => void][] = [
    ['is killed', (_pids, group) => signal([group], 'SIGKILL')],
    ['loses its renderer', (pids) => signal(pids.filter(isRenderer), 'SIGKILL')],
    ['stands still in its renderer', (pids) => signal(pids.filter(isRenderer), 'SIGSTOP')],
    ['stands still altogether', (pids) => signal(pids, 'SIGSTOP')],
    ['is busy for ever', () => scene.wa.harm(SHOP, 'freeze')],
  ];

  it.each(faults)('when it %s comes back by itself, and leaves no process', async (_name, hit) => {
    const before = scene.browser();
    expect(before.pids.length).toBeGreaterThan(1);
    hit(before.pids, before.group);
    await scene.backInAnother(before.group);
    await allGone(before.pids);
    const text = `After it ${before.group}`;
    scene.wa.deliver(SHOP, { from: ANA, text });
    await scene.event('message.received', (event) => textOf(event) === text);
    expect(scene.texts().filter((each) => each === text)).toEqual([text]);
  });

  it.each(['reload', 'push-state', 'iframe'] as const)('goes on after a page that does %s', async (harm) => {
    const { group } = scene.browser();
    scene.wa.harm(SHOP, harm);
    const text = `After ${harm}`;
    scene.wa.deliver(SHOP, { from: ANA, text });
    await scene.event('message.received', (event) => textOf(event) === text);
    await scene.inState('online');
    expect(scene.browser().group).toBe(group);
    expect(scene.texts().filter((each) => each === text)).toEqual([text]);
  });

  it('contains what escapes from the library when the page comes back as another one', async () => {
    const { group } = scene.browser();
    const workers = scene.sessions.workerPids();
    scene.wa.configurePages({ faults: { noDebug: true } });
    scene.wa.harm(SHOP, 'reload');
    await eventually(() => expect(scene.sessions.state(CHANNEL)?.state).not.toBe('online'));
    scene.wa.configurePages({ faults: {} });
    await scene.backInAnother(group);
    expect(scene.sessions.workerPids()).toEqual(workers);
  });

  it('finds its line again without a new browser when the network breaks', async () => {
    const { group } = scene.browser();
    scene.wa.drop(SHOP);
    scene.wa.deliver(SHOP, { from: ANA, text: 'While the line was gone' });
    await scene.event('message.received', (event) => textOf(event) === 'While the line was gone');
    await scene.inState('online');
    expect(scene.browser().group).toBe(group);
  });
});

describe('a session that somebody else ends', () => {
  let scene: WebScene;
  beforeEach(async () => {
    scene = await createWebScene();
    await scene.pair();
  });
  afterEach(() => scene.close());

  it('stops and says so when another browser uses its login, and comes back only when told', async () => {
    const { pids } = scene.browser();
    scene.wa.setState(SHOP, 'CONFLICT');
    await scene.inState('conflict');
    await allGone(pids);
    await scene.sessions.restart(CHANNEL);
    await scene.inState('online');
  });

  it.each([
    ['says so first', true],
    ['leaves first', false],
  ])('is unlinked when the phone ends it and the page %s', async (_name, isStateFirst) => {
    const { pids } = scene.browser();
    scene.wa.unlink(SHOP, { isStateFirst });
    await scene.inState('unlinked');
    await allGone(pids);
    expect(scene.sessions.code(CHANNEL)).toBeUndefined();
    await scene.pair();
  });

  it('is unlinked when the phone ended it while the bridge was away', async () => {
    await scene.sessions.stop(CHANNEL);
    scene.wa.unlink(SHOP);
    scene.sessions.start(CHANNEL, 2);
    await scene.inState('unlinked');
    await eventually(() => expect(scene.browser().pids).toEqual([]));
  });

  it('fails for a person to look at when WhatsApp blocks it', async () => {
    scene.wa.setState(SHOP, 'TOS_BLOCK');
    await scene.inState('failed');
    expect(scene.sessions.state(CHANNEL)?.reason).toContain('TOS_BLOCK');
    await eventually(() => expect(scene.browser().pids).toEqual([]));
  });
});

interface Misfortune {
  page?: Partial<PageConfig>;
  network?: Partial<Settings['network']>;
  says: RegExp;
}

describe('a session that cannot start', () => {
  let scene: WebScene;
  const late = (ms: number, reason: string) => ({ ms, input: 'lost' as const, reason });
  beforeAll(async () => {
    scene = await createWebScene({
      timing: {
        beatMs: 300,
        firstRetryMs: 60_000,
        longestRetryMs: 60_000,
        deadlines: { starting: late(8_000, 'No code and no login'), syncing: late(5_000, 'Never ready') },
      },
    });
    await scene.pair();
    await scene.sessions.stop(CHANNEL);
  });
  afterAll(() => scene.close());
  afterEach(async () => {
    await scene.sessions.stop(CHANNEL);
    scene.wa.configurePages({ faults: {}, syncDelayMs: 300 });
    scene.wa.configure({ network: { pages: 'answer', sockets: 'accept' } });
  });

  const misfortunes: [string, Misfortune][] = [
    ['nobody answers', { network: { pages: 'hang' }, says: /No code and no login/ }],
    ['nobody lets it in', { network: { sockets: 'refuse' }, says: /No code and no login/ }],
    ['the page is another one', { page: { faults: { noDebug: true } }, says: /No code and no login/ }],
    [
      'WhatsApp changed its page',
      { page: { faults: { missing: ['WAWebSyncGatingUtils'] } }, says: /Never ready.*WAWebSyncGatingUtils/ },
    ],
    [
      'WhatsApp never hands over',
      { page: { faults: { neverSyncs: true } }, says: /No code and no login|Never ready/ },
    ],
  ];

  it.each(misfortunes)('because %s says so, tries again later, and leaves nothing', async (_name, fault) => {
    scene.wa.configurePages(fault.page ?? {});
    scene.wa.configure({ network: { pages: 'answer', sockets: 'accept', ...fault.network } });
    scene.sessions.start(CHANNEL, 3);
    await scene.inState('reconnecting');
    const state = scene.sessions.state(CHANNEL);
    expect(state?.reason).toMatch(fault.says);
    expect(Date.parse(state?.nextTryAt ?? '')).toBeGreaterThan(Date.now());
    await eventually(() => expect(scene.browser().pids).toEqual([]));
  });

  it('is nudged when WhatsApp was ready before anybody listened', async () => {
    scene.wa.configurePages({ faults: { syncsBeforeModules: true } });
    scene.sessions.start(CHANNEL, 4);
    await scene.inState('online');
  });

  it('says which package is missing when there is no Chromium', async () => {
    await scene.sessions.stopAll();
    await scene.openBridge({ chromiumPath: '/nowhere/chromium' });
    scene.sessions.start(CHANNEL, 5);
    await scene.inState('failed');
    expect(scene.sessions.state(CHANNEL)?.reason).toMatch(
      /no Chromium at the path that is configured.*WHATSAPP_CHROMIUM_PATH/,
    );
  });
});

describe('the code of a session', () => {
  let scene: WebScene;
  const expired = { ms: 4_000, input: 'unlinked' as const, reason: 'Nobody scanned the code in time' };
  beforeEach(async () => {
    scene = await createWebScene(
      { timing: { beatMs: 200, deadlines: { 'scan-code': expired } } },
      { settings: { qrLifetimeMs: 500, qrCodesUntilIdle: 2 } },
    );
    scene.sessions.start(CHANNEL, 1);
  });
  afterEach(() => scene.close());

  const shown = (isNew: (code: string) => boolean): Promise<string> =>
    eventuallyPresent(
      () => [scene.sessions.code(CHANNEL)?.code ?? ''].find((code) => code !== '' && isNew(code)),
      'a new code',
    );

  it('changes as WhatsApp changes it, also after WhatsApp grew tired of it', async () => {
    const codes = new Set<string>();
    for (let each = 0; each < 4; each += 1) codes.add(await shown((code) => !codes.has(code)));
    expect(codes.size).toBe(4);
    expect(Date.parse(scene.sessions.code(CHANNEL)?.at ?? '')).toBeGreaterThan(Date.now() - 2_000);
  });

  it('is shown for a while only, and then nothing runs', async () => {
    await shown(() => true);
    await scene.inState('unlinked');
    expect(scene.sessions.state(CHANNEL)?.reason).toBe('Nobody scanned the code in time');
    expect(scene.sessions.code(CHANNEL)).toBeUndefined();
    await eventually(() => expect(scene.browser().pids).toEqual([]));
  });

  it('can be typed in instead of scanned', async () => {
    await shown(() => true);
    const code = await scene.sessions.pairingCode(CHANNEL, '15550100001');
    expect(code).toMatch(/^[A-Z0-9]{8}$/);
    scene.wa.enterCode(SHOP, code);
    await scene.inState('online');
    expect(scene.sessions.state(CHANNEL)?.account).toMatchObject({ waId: '15550100001', name: 'The shop' });
  });
});
