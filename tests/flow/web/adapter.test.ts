import { randomBytes } from 'node:crypto';
import { describeAdapter } from '../../../bridge/test/adapter-conformance';
import { SILENT } from '../../../bridge/test/fake/fake-adapter';
import { ANA, CHANNEL, createWebScene, SHOP, type WebScene } from './scene';

/** One session for the whole suite: pairing is not what it is about. */
describe('an adapter of WhatsApp Web', () => {
  const bytes = randomBytes(40_000);
  let scene: WebScene;
  let mediaId: string;

  beforeAll(async () => {
    scene = await createWebScene({ timing: { ackWithinMs: 1_500 } });
    scene.wa.addContact(SHOP, { pn: `${SILENT}@c.us` });
    await scene.pair();
    scene.wa.deliver(SHOP, { from: ANA, file: { bytes, mimetype: 'image/png' } });
    const { content } = await scene.event('message.received', (event) => event.content.type === 'image');
    mediaId = 'mediaId' in content ? (content.mediaId ?? '') : '';
  });
  afterAll(() => scene.close());

  describeAdapter('WhatsApp Web against the simulated WhatsApp', () => {
    scene.wa.configure({ autoAcks: [1] });
    return Promise.resolve({
      adapter: scene.sessions.adapter(CHANNEL),
      file: { id: mediaId, bytes },
      arrangeLoss: () => void scene.wa.configure({ autoAcks: [] }),
    });
  });

  it('says how the session is', async () => {
    const { checks, number } = await scene.sessions.adapter(CHANNEL).check();
    expect(checks).toEqual([{ id: 'number', result: 'passed', message: 'The session is online' }]);
    expect(number).toEqual({ displayPhoneNumber: '+15550100001', verifiedName: 'The shop' });
  });
});
