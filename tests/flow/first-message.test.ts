import { readData } from '../support/api-client';
import { createCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { conversationsOf, endScene, messagesOf, setScene } from './scene';
import type { Scene } from './scene';

describe('a message in, an answer out', () => {
  let stack: Stack;
  let scene: Scene;

  beforeAll(async () => {
    stack = await startStack({ database: 'sqlite' });
    scene = await setScene(stack);
  });
  afterAll(() => endScene(stack));

  it('goes the whole way, and another company sees nothing of it', async () => {
    const other = await createCompany(stack);
    stack.graph.customers.write({
      phoneNumberId: scene.meta.number.id,
      from: '15550100001',
      name: 'Ada Sample',
      text: 'Olá! Do you deliver to São Paulo? 👍',
    });

    const conversation = await eventually(async () => {
      const [first] = await conversationsOf(scene);
      expect(first).toMatchObject({
        contact: { name: 'Ada Sample' },
        lastMessage: { preview: 'Olá! Do you deliver to São Paulo? 👍' },
        unreadCount: 1,
        status: 'open',
      });
      return first ?? fail();
    });

    const [question] = await messagesOf(scene, conversation.id);
    const answer = readData(
      Message,
      await scene.api.post(`/whatsapp/conversations/${conversation.id}/messages`, {
        clientId: crypto.randomUUID(),
        content: { type: 'text', body: 'Yes, we do.' },
        quotedId: question?.id,
      }),
    );
    expect(answer).toMatchObject({ status: 'queued', author: 'Arno Agent' });

    await eventually(async () => {
      const [, shown] = await messagesOf(scene, conversation.id);
      expect(shown).toMatchObject({ id: answer.id, status: 'read', quoted: { id: question?.id } });
      expect(Object.keys(shown?.times ?? {}).sort()).toEqual(['delivered', 'read', 'sent']);
    });
    expect(stack.graph.ledger.accepted.entries).toMatchObject([{ to: '15550100001', text: 'Yes, we do.' }]);
    expect(await conversationsOf({ api: other.agent.client })).toEqual([]);
  });
});

const fail = (): never => {
  throw new Error('There is no conversation');
};
