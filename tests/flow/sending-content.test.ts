import { createHash, randomBytes } from 'node:crypto';
import type { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { OutgoingContent } from '../../src/plugins/whatsapp/contracts/outgoing';
import { eventually } from '../support/eventually';
import { FILES } from '../support/media';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { sendContent, upload } from '../support/uploads';
import { endScene, messagesOf, setScene, startChat, untilStatus } from './scene';
import type { Scene } from './scene';

/** Two restarts of the bridge. */
const TEST_TIMEOUT_MS = 300_000;

describe('what is sent beside texts, over the whole product', () => {
  let stack: Stack;
  let scene: Scene;
  let customers = 0;

  beforeAll(async () => {
    stack = await startStack({ database: 'sqlite' });
    scene = await setScene(stack);
  }, TEST_TIMEOUT_MS);
  afterEach(() => stack.graph.faults.clear());
  afterAll(() => endScene(stack));

  const newChat = () => {
    customers += 1;
    return startChat(stack, scene, `1555010${6000 + customers}`);
  };
  const acceptedOf = ({ id }: Message) =>
    stack.graph.ledger.accepted.entries.filter(({ reference }) => reference?.startsWith(`${id}.`));
  const uploads = () =>
    stack.graph.requests.entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/media'));
  const bytesAtMeta = (message: Message): string => {
    const content = acceptedOf(message)[0]?.content as { id?: string } | undefined;
    return stack.graph.media.get(content?.id ?? '')?.sha256 ?? '';
  };
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  it.each<[OutgoingContent['type'], Buffer, string, object]>([
    ['image', FILES.jpeg, 'shop.jpg', { caption: 'Our shop' }],
    ['video', FILES.mp4, 'tour.mp4', { caption: 'Come in' }],
    ['audio', FILES.opus, 'voice.ogg', { voice: true }],
    ['document', Buffer.concat([FILES.pdf, randomBytes(3_000_000)]), 'bill.pdf', { caption: 'Yours' }],
  ])('a %s gets to WhatsApp whole, once, and its ticks climb', async (type, bytes, name, words) => {
    const chat = await newChat();
    const { id: fileId } = await upload(scene.api, bytes, name);
    const message = await sendContent(scene.api, chat.id, { type, fileId, ...words } as OutgoingContent);
    expect(await untilStatus(scene, chat.id, message.id, 'read')).toMatchObject({ media: 'ready' });
    expect(acceptedOf(message)).toMatchObject([{ type, content: words }]);
    expect(bytesAtMeta(message)).toBe(sha256(bytes));
  });

  it('a place, a card and a reaction get there, too; of a reaction it is only known that it left', async () => {
    const chat = await newChat();
    const [question] = await messagesOf(scene, chat.id);
    const place = { type: 'location', latitude: 41.38, longitude: 2.17 } as const;
    const card = { type: 'contacts', contacts: [{ name: 'Nour', phones: ['+15550100124'] }] } as const;
    const sent = [
      await sendContent(scene.api, chat.id, place),
      await sendContent(scene.api, chat.id, {
        ...card,
        contacts: [...card.contacts].map((one) => ({ ...one, phones: [...one.phones] })),
      }),
    ];
    for (const { id } of sent) await untilStatus(scene, chat.id, id, 'read');
    const reaction = await sendContent(scene.api, chat.id, {
      type: 'reaction',
      emoji: '❤️',
      targetId: question?.id ?? '',
    });
    await untilStatus(scene, chat.id, reaction.id, 'sent');
    await stack.graph.drain();
    expect((await messagesOf(scene, chat.id)).at(-1)).toMatchObject({
      direction: 'out',
      status: 'sent',
      content: { type: 'reaction', emoji: '❤️' },
    });
    expect(stack.graph.requests.entries.flatMap(({ warnings }) => warnings)).toEqual([]);
  });

  it(
    'is sent once when the bridge is killed after the upload and before the send',
    async () => {
      const chat = await newChat();
      stack.graph.faults.add({ kind: 'silence', moment: 'after', edge: 'media', times: 1 });
      const { id: fileId } = await upload(scene.api, FILES.pdf, 'bill.pdf');
      const before = uploads().length;
      const message = await sendContent(scene.api, chat.id, { type: 'document', fileId });
      await eventually(() => expect(uploads()).toHaveLength(before + 1), { deadlineMs: 60_000 });
      await stack.bridge.kill();
      expect(acceptedOf(message)).toEqual([]);
      await stack.bridge.start();
      await untilStatus(scene, chat.id, message.id, 'read', 120_000);
      expect(acceptedOf(message)).toHaveLength(1);
      expect(uploads()).toHaveLength(before + 2);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'is sent once when the bridge is killed while the send is on its way',
    async () => {
      const chat = await newChat();
      stack.graph.faults.add({ kind: 'latency', ms: 4_000, edge: 'messages', times: 1 });
      const { id: fileId } = await upload(scene.api, FILES.png, 'shop.png');
      const sends = () =>
        stack.graph.requests.entries.filter(({ path }) => path.endsWith('/messages')).length;
      const before = sends();
      const message = await sendContent(scene.api, chat.id, { type: 'image', fileId });
      await eventually(() => expect(sends()).toBe(before + 1), { deadlineMs: 60_000 });
      await stack.bridge.kill();
      await stack.bridge.start();
      await untilStatus(scene, chat.id, message.id, 'read', 120_000);
      expect(acceptedOf(message)).toHaveLength(1);
    },
    TEST_TIMEOUT_MS,
  );
});
