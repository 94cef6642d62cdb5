import { describeAdapter, textCommand } from '../../test/adapter-conformance';
import { createFakeAdapter } from '../../test/fake/fake-adapter';
import { ManualClock } from '../../test/support/manual-clock';
import { pacedAdapter } from './paced-adapter';
import { createPacing } from './pacing';

const SUBJECT = { phoneNumberId: 'n1', businessAccountId: 'w1', app: 'a1' };

const createFake = () => createFakeAdapter({ capabilities: ['text', 'quote', 'image'] });

describeAdapter('a paced channel', async () => ({
  adapter: pacedAdapter(createFake(), createPacing(new ManualClock()), SUBJECT),
}));

describe('a paced channel', () => {
  it('keeps the pace of its number when it is set up anew', async () => {
    const pacing = createPacing(new ManualClock());
    const create = () => pacedAdapter(createFake(), pacing, SUBJECT);
    const command = textCommand();
    for (let n = 0; n < 8; n += 1) {
      const adapter = create();
      await adapter.start();
      await adapter.send({ ...command, clientRef: `m${n}.1` });
    }
    const last = create();
    await last.start();
    const waiting = last.send({ ...command, clientRef: 'm9.1' });
    await last.stop();
    await expect(waiting).rejects.toMatchObject({ kind: 'unreachable' });
  });
});
