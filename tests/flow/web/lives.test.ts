import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { isRunning } from '../../../bridge/src/kit/process-group';
import { eventually, eventuallyPresent } from '../../support/eventually';
import { ANA, ANA_ADDRESS, CHANNEL, createWebScene, NOUR, SHOP, textOf, type WebScene } from './scene';

const HOOK = path.resolve(__dirname, '../../../bridge/test/support/require-typescript.js');
const HOLDER = path.resolve(__dirname, 'bridge-holder.ts');

describe('a session over several lives', () => {
  let scene: WebScene;
  beforeEach(async () => {
    scene = await createWebScene();
  });
  afterEach(() => scene.close());

  const times = (text: string): number => scene.texts().filter((each) => each === text).length;
  const arrived = (text: string) => scene.event('message.received', (event) => textOf(event) === text);

  it('reads recent chats in once after pairing, and tells them from news', async () => {
    scene.wa.addHistory(SHOP, [
      { with: ANA, text: 'Long ago', at: 1_700_000_000 },
      { with: ANA, text: 'Our answer', fromMe: true, at: 1_700_000_060 },
    ]);
    await scene.pair();
    await arrived('Long ago');
    await scene.event('message.echoed', (event) => textOf(event) === 'Our answer');
    expect(new Set(scene.kept.map(({ origin }) => origin))).toEqual(new Set(['history']));
    await scene.sessions.stop(CHANNEL);
    scene.sessions.start(CHANNEL, 2);
    await scene.inState('online');
    scene.wa.deliver(SHOP, { from: ANA, text: 'News' });
    await arrived('News');
    expect([times('Long ago'), times('Our answer')]).toEqual([1, 1]);
  });

  it('comes back without a code, and has missed and doubled nothing', async () => {
    await scene.pair();
    scene.wa.deliver(SHOP, { from: ANA, text: 'Before' });
    await arrived('Before');
    await scene.sessions.stop(CHANNEL);
    expect(scene.browser().pids).toEqual([]);
    const missed = Array.from({ length: 12 }, (_, index) => `Missed ${index}`);
    missed.forEach((text, index) => scene.wa.deliver(SHOP, { from: index % 2 ? ANA : NOUR, text }));
    scene.wa.fromPhone(SHOP, { to: ANA, text: 'Written meanwhile' });
    scene.sessions.start(CHANNEL, 2);
    await scene.inState('online');
    for (const text of missed) await arrived(text);
    await scene.event('message.echoed', (event) => textOf(event) === 'Written meanwhile');
    expect(scene.sessions.code(CHANNEL)).toBeUndefined();
    expect([...missed, 'Before', 'Written meanwhile'].map(times)).toEqual(Array(14).fill(1));
  });

  it('settles what was sent when nobody could hear the answer', async () => {
    await scene.pair();
    scene.wa.configure({ autoAcks: [] });
    const sending = scene.sessions
      .send(CHANNEL, { clientRef: 'm1.1', to: ANA_ADDRESS, content: { type: 'text', body: 'Sent blindly' } })
      .catch((error: unknown) => error);
    const { ser } = await eventuallyPresent(() => scene.wa.ledger.sentTo(ANA)[0], 'what was sent');
    process.kill(-scene.browser().group, 'SIGKILL');
    expect(await sending).toMatchObject({ kind: 'unknown-outcome' });
    scene.wa.ack(SHOP, ser, 3);
    await scene.inState('online');
    await scene.event(
      'message.reported',
      ({ clientRef, status }) => clientRef === 'm1.1' && status === 'read',
    );
    expect(scene.wa.ledger.countOf('Sent blindly')).toBe(1);
  });

  it('keeps what the plugin does not take, in another life of the bridge too', async () => {
    await scene.pair();
    scene.answerWith(() => Promise.reject(new Error('The plugin is away')));
    scene.wa.deliver(SHOP, { from: ANA, text: 'To nobody' });
    await eventually(() => expect(scene.sessions.waiting().depth).toBeGreaterThan(0));
    await scene.sessions.stopAll();
    scene.answerWith((events) => Promise.resolve(events.map(({ id }) => id)));
    await scene.openBridge();
    await arrived('To nobody');
    expect(scene.sessions.waiting().depth).toBe(0);
  });

  it('is unlinked on the phone and forgotten here when the company wants that', async () => {
    await scene.pair();
    const { pids } = scene.browser();
    await scene.sessions.unlink(CHANNEL);
    expect(scene.sessions.state(CHANNEL)?.state).toBe('unlinked');
    expect(scene.wa.devices(SHOP)).toEqual([]);
    expect(pids.filter(isRunning)).toEqual([]);
    await scene.pair();
  });

  it('is brought back when the process of its worker is killed', async () => {
    await scene.pair();
    const { pids, group } = scene.browser();
    const [worker = 0] = scene.sessions.workerPids();
    process.kill(worker, 'SIGKILL');
    await scene.backInAnother(group);
    expect(pids.filter(isRunning)).toEqual([]);
    scene.wa.deliver(SHOP, { from: ANA, text: 'After the worker' });
    await arrived('After the worker');
    expect(scene.sessions.workerPids()).not.toContain(worker);
  });

  it('touches no other company’s when it fails', async () => {
    const other = '15550100002@c.us';
    scene.wa.addAccount({ pn: other, pushname: 'The bakery' });
    await scene.pair();
    await scene.pair({}, 'bakery', other);
    const bakery = scene.browser('bakery');
    const { group } = scene.browser();
    process.kill(-group, 'SIGKILL');
    await scene.backInAnother(group);
    expect(scene.browser('bakery').group).toBe(bakery.group);
    scene.wa.deliver(other, { from: ANA, text: 'Two loaves' });
    await arrived('Two loaves');
    const whose = scene.kept.filter(({ event }) => textOf(event) === 'Two loaves');
    expect(whose.map(({ channelId }) => channelId)).toEqual(['bakery']);
  });

  it('takes no process and no file before there is one', () => {
    expect(scene.sessions.workerPids()).toEqual([]);
    expect(scene.sessions.waiting()).toEqual({ depth: 0, oldestAt: null });
  });

  describe('of a bridge that is killed', () => {
    let holder: ChildProcess;
    const startHolder = () => {
      const settings = { folder: scene.folder, testArgs: scene.wa.chromiumArgs(), channelId: CHANNEL };
      return fork(HOLDER, [JSON.stringify(settings)], {
        execArgv: ['-r', HOOK],
        env: { PATH: '/usr/bin:/bin' },
      });
    };
    afterEach(() => void holder.kill('SIGKILL'));

    it('leaves no process, and loses nothing that it had heard', async () => {
      await scene.pair();
      await scene.sessions.stopAll();
      holder = startHolder();
      await eventually(() => expect(scene.wa.devices(SHOP)[0]?.page).toBeTruthy());
      scene.wa.deliver(SHOP, { from: ANA, text: 'Heard and not handed on' });
      await eventually(() => expect(scene.wa.devices(SHOP)[0]?.queue).toEqual([]));
      const { pids } = scene.browser();
      holder.kill('SIGKILL');
      await eventually(() => expect(pids.filter(isRunning)).toEqual([]));
      await scene.openBridge();
      scene.sessions.start(CHANNEL, 3);
      await arrived('Heard and not handed on');
      await scene.inState('online');
      expect(times('Heard and not handed on')).toBe(1);
    });
  });
});
