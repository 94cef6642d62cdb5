import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { filesOf, incomingFiles, untilMedia } from '../support/media';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import type { DatabaseKind } from '../support/test-database';
import { conversationsOf, endScene, messagesOf, setScene } from './scene';
import type { Scene } from './scene';

/** Two restarts, and the time after which a dead fetcher's files are taken over. */
const TEST_TIMEOUT_MS = 240_000;
const BYTES = Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(400_000)]);

// Who takes a dead fetcher's files over is tried on both by tests/api/media.test.ts.
describe.each<DatabaseKind>(['sqlite'])('a file, with kill -9 in the middle, on %s', (database) => {
  let stack: Stack;
  let scene: Scene;

  beforeAll(async () => {
    stack = await startStack({ database });
    scene = await setScene(stack);
  });
  afterAll(() => endScene(stack));

  const downloads = (): number =>
    stack.graph.requests.entries.filter(({ path: asked }) => asked.includes('attachments')).length;
  const untilDownloads = (count: number): Promise<void> =>
    eventually(() => expect(downloads()).toBeGreaterThanOrEqual(count), { deadlineMs: 120_000 });

  const customerSends = async (from: string): Promise<string> => {
    const phoneNumberId = scene.meta.number.id;
    const { id, sha256 } = stack.graph.media.add({ phoneNumberId, bytes: BYTES });
    const document = {
      id,
      filename: 'Contract.pdf',
      mime_type: 'application/pdf',
      sha256: Buffer.from(sha256, 'hex').toString('base64'),
    };
    stack.graph.customers.write({ phoneNumberId, from, message: { type: 'document', document } });
    return eventually(async () => {
      const chat = (await conversationsOf(scene)).find(({ chatId }) => chatId === from);
      const [message] = await messagesOf(scene, chat?.id ?? '');
      expect(message).toMatchObject({ content: { type: 'document', mediaId: id } });
      return message?.id ?? '';
    });
  };

  it(
    'is there once in the end, and whole',
    async () => {
      stack.graph.faults.add({ kind: 'pause', ms: 60_000, edge: 'attachments', times: 2 });
      const messageId = await customerSends('15550107001');
      await untilDownloads(1);
      await stack.bridge.kill();
      await stack.bridge.start();

      await untilDownloads(2);
      await stack.strapi.kill();
      await stack.strapi.start();

      const address = await untilMedia(scene.api, messageId, 'ready', 120_000);
      expect(address).toMatchObject({ mimeType: 'application/pdf', fileName: 'Contract.pdf' });
      const reply = await fetch(new URL(address.url ?? '', stack.strapiUrl));
      const digest = createHash('sha256')
        .update(Buffer.from(await reply.arrayBuffer()))
        .digest('hex');
      expect(digest).toBe(createHash('sha256').update(BYTES).digest('hex'));

      expect(filesOf(stack, scene.company.tenant.id)).toHaveLength(1);
      expect(incomingFiles(stack)).toEqual([]);
      const chat = (await conversationsOf(scene)).find(({ chatId }) => chatId === '15550107001');
      expect(await messagesOf(scene, chat?.id ?? '')).toMatchObject([{ id: messageId, media: 'ready' }]);
    },
    TEST_TIMEOUT_MS,
  );

  it(
    'that no message knows is removed once it is a day old, and the rest stays',
    async () => {
      const folder = path.join(stack.env.WHATSAPP_MEDIA_FOLDER ?? '', scene.company.tenant.id);
      const [kept] = filesOf(stack, scene.company.tenant.id);
      const deleted = path.join(stack.env.WHATSAPP_MEDIA_FOLDER ?? '', 'd'.repeat(24));
      mkdirSync(deleted);
      const [orphan, young, ofNobody] = ['a', 'b', 'c'].map((letter) => letter.repeat(64)) as [
        string,
        string,
        string,
      ];
      const files = [path.join(folder, orphan), path.join(folder, kept ?? ''), path.join(deleted, ofNobody)];
      writeFileSync(path.join(folder, orphan), 'of no message');
      writeFileSync(path.join(deleted, ofNobody), 'of no company');
      writeFileSync(path.join(folder, young), 'on its way, perhaps');
      const before = new Date(Date.now() - 2 * 86_400_000);
      files.forEach((file) => utimesSync(file, before, before));

      await stack.strapi.restart();
      await eventually(() =>
        expect(filesOf(stack, scene.company.tenant.id).sort()).toEqual([kept, young].sort()),
      );
      await eventually(() => expect(filesOf(stack, 'd'.repeat(24))).toEqual([]));
      expect(stack.strapi.tail()).toContain('2 files of no message were removed');
      expect(readFileSync(path.join(folder, kept ?? '')).equals(BYTES)).toBe(true);
    },
    TEST_TIMEOUT_MS,
  );
});
