import { describeAdapter, textCommand } from '../adapter-conformance';
import { createFakeAdapter } from './fake-adapter';

describeAdapter('fake', async () => ({
  adapter: createFakeAdapter({ capabilities: ['text', 'quote', 'image'] }),
}));

describe('fake without quotes', () => {
  it('refuses to quote', async () => {
    const adapter = createFakeAdapter({ capabilities: ['text'] });
    await adapter.start();
    await expect(adapter.send(textCommand({ quotedMessageId: 'q' }))).rejects.toMatchObject({
      kind: 'unsupported',
    });
  });
});
