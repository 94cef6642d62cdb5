import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { OutgoingContent } from '../../../src/plugins/whatsapp/contracts/outgoing';
import { eventually } from '../../support/eventually';
import { conversationsOf, findMessage, messagesOf } from '../../support/ingest-company';
import { FILES } from '../../support/media';
import { sendContent, upload } from '../../support/uploads';
import { createWebCompany, startWebStack } from './product-scene';
import type { WebCompany, WebStack } from './product-scene';

const TIMEOUT_MS = 300_000;
const WAIT = { deadlineMs: 60_000 };
const ANA = '15550107711@c.us';

describe('what is sent beside texts, over WhatsApp Web', () => {
  let web: WebStack;
  let shop: WebCompany;
  let chatId: string;
  beforeAll(async () => {
    web = await startWebStack('sqlite');
    shop = await createWebCompany(web);
    await shop.link();
    web.whatsapp.deliver(shop.owner, { from: ANA, text: 'Where are you?' });
    const [chat] = await eventually(async () => {
      const chats = await conversationsOf(shop.company.api);
      expect(chats).toHaveLength(1);
      return chats;
    }, WAIT);
    chatId = chat?.id ?? '';
  }, TIMEOUT_MS);
  afterAll(() => web?.stop(), TIMEOUT_MS);

  const send = async (content: OutgoingContent) => {
    const { api } = shop.company;
    const message = await sendContent(api, chatId, content);
    return eventually(async () => {
      const found = await findMessage(api, message);
      expect(found).toMatchObject({ status: 'sent' });
      return found;
    }, WAIT);
  };
  const lastSent = () => web.whatsapp.ledger.sentTo(ANA).at(-1);
  const waitingFiles = (): string[] => {
    const folder = path.join(
      web.stack.env.WHATSAPP_SESSIONS_FOLDER ?? '',
      'files',
      'outgoing',
      shop.channel.id,
    );
    return readdirSync(folder);
  };

  it.each([
    [
      'image',
      FILES.png,
      { caption: 'Our shop' },
      { type: 'image', caption: 'Our shop', mimetype: 'image/png' },
    ],
    ['video', FILES.mp4, {}, { type: 'video', mimetype: 'video/mp4' }],
    ['audio', FILES.opus, { voice: true }, { type: 'ptt' }],
    ['document', FILES.pdf, { filename: 'Bill 7.pdf' }, { type: 'document', filename: 'Bill 7.pdf' }],
  ] as const)(
    'a %s arrives as it is, and leaves nothing behind',
    async (type, bytes, words, arrives) => {
      const { id: fileId } = await upload(shop.company.api, bytes, 'a file');
      expect(await send({ type, fileId, ...words })).toMatchObject({ media: 'ready' });
      const sent = lastSent();
      expect(sent).toMatchObject(arrives);
      expect(sent?.filehash).toBe(createHash('sha256').update(bytes).digest('base64'));
      await eventually(() => expect(waitingFiles()).toEqual([]), WAIT);
    },
    TIMEOUT_MS,
  );

  it(
    'a place and a card arrive',
    async () => {
      await send({ type: 'location', latitude: 41.38, longitude: 2.17, name: 'The shop' });
      expect(lastSent()).toMatchObject({ type: 'location', lat: 41.38, lng: 2.17 });
      await send({ type: 'contacts', contacts: [{ name: 'Nour', phones: ['+15550100124'] }] });
      expect(lastSent()).toMatchObject({ type: 'vcard' });
    },
    TIMEOUT_MS,
  );

  it(
    'a reaction arrives, is taken back, and shows once',
    async () => {
      const [question] = await messagesOf(shop.company.api, chatId);
      const reactions = () => web.whatsapp.ledger.actsOf('react').map(({ reaction }) => reaction.text);
      await send({ type: 'reaction', emoji: '👍', targetId: question?.id ?? '' });
      await eventually(() => expect(reactions()).toEqual(['👍']), WAIT);
      await send({ type: 'reaction', emoji: null, targetId: question?.id ?? '' });
      await eventually(() => expect(reactions()).toEqual(['👍', '']), WAIT);
      const shown = (await messagesOf(shop.company.api, chatId)).filter(
        ({ content }) => content.type === 'reaction',
      );
      expect(shown.map(({ direction, author }) => [direction, author !== null])).toEqual([
        ['out', true],
        ['out', true],
      ]);
    },
    TIMEOUT_MS,
  );
});
