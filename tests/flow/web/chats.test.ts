import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Conversation, Message } from '../../../src/plugins/whatsapp/contracts/inbox';
import { MediaAddress } from '../../../src/plugins/whatsapp/contracts/media';
import { readData } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import { conversationsOf, messagesOf, sendText, textsOf } from '../../support/ingest-company';
import { closeSockets, openSocket } from '../../support/inbox-socket';
import { addressOf, askRaw, FILES, untilMedia } from '../../support/media';
import type { TestCompany } from '../../support/company';
import { createWebCompany, startWebStack } from './product-scene';
import type { WebCompany, WebStack } from './product-scene';

const TIMEOUT_MS = 300_000;
const WAIT = { deadlineMs: 60_000 };
const ANA = '15550107701@c.us';

const onlyChatOf = async ({ api }: TestCompany) => {
  const chats = await conversationsOf(api);
  expect(chats).toHaveLength(1);
  const [chat] = chats as [Conversation];
  return { chat, messages: await messagesOf(api, chat.id) };
};
const untilTexts = (company: TestCompany, texts: string[]) =>
  eventually(async () => {
    const found = await onlyChatOf(company);
    expect(textsOf(found.messages)).toEqual(texts);
    return found;
  }, WAIT);
const untilStatus = (company: TestCompany, text: string, status: string) =>
  eventually(async () => {
    const { messages } = await onlyChatOf(company);
    const found = messages.find(({ content }) => content.type === 'text' && content.body === text);
    expect(`${found?.status}: ${found?.failure?.reason ?? ''}`).toMatch(new RegExp(`^${status}:`));
    expect(found).toMatchObject({ direction: 'out', status });
    return found;
  }, WAIT);

// On SQLite the same way is gone by the journey in the panel, see tests/e2e/web.test.ts.
describe('a phone on WhatsApp Web', () => {
  let web: WebStack;
  let shop: WebCompany;
  beforeAll(async () => {
    web = await startWebStack('postgres');
    shop = await createWebCompany(web);
  }, TIMEOUT_MS);
  afterAll(() => web?.stop(), TIMEOUT_MS);

  it(
    'is linked by scanning the code that the company is shown, and says whose it is',
    async () => {
      expect(await shop.act('start')).toMatchObject({ state: 'starting' });
      const code = await shop.shownCode();
      await shop.untilState('scan-code');
      web.whatsapp.scan(code, shop.owner);
      expect(await shop.untilState('online')).toMatchObject({
        phoneNumber: shop.owner.replace('@c.us', ''),
        profileName: expect.stringMatching(/^Shop \d+$/) as unknown,
      });
      const logs = process.env.WHATSAPP_TEST_LOGS ?? path.dirname(web.stack.env.WHATSAPP_MEDIA_FOLDER ?? '');
      const written = ['strapi', 'bridge'].map((name) =>
        readFileSync(
          path.join(
            logs,
            `${path.basename(path.dirname(web.stack.env.WHATSAPP_MEDIA_FOLDER ?? ''))}-${name}.log`,
          ),
          'utf8',
        ),
      );
      expect(written.join('')).not.toContain(code.split(',')[0]);
    },
    TIMEOUT_MS,
  );

  it(
    'chats: a question comes in, the answer goes out once, and its ticks climb',
    async () => {
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'Are you open?' });
      const { chat } = await untilTexts(shop.company, ['Are you open?']);
      expect(chat).toMatchObject({
        unreadCount: 1,
        channel: { kind: 'web' },
        contact: { phone: '+1 555 010 7701' },
      });
      const seen = () => web.whatsapp.ledger.actsOf('seen').map((act) => act.chat);
      expect(seen()).toEqual([]);
      await shop.company.api.post(`/whatsapp/conversations/${chat.id}/read`);
      await eventually(() => expect(seen()).toEqual([ANA]), WAIT);
      await sendText(shop.company.api, chat.id, 'Until six');
      await untilStatus(shop.company, 'Until six', 'sent');
      const [sent] = web.whatsapp.ledger.sentTo(ANA);
      web.whatsapp.ack(shop.owner, sent?.ser ?? '', 2);
      await untilStatus(shop.company, 'Until six', 'delivered');
      web.whatsapp.ack(shop.owner, sent?.ser ?? '', 3);
      await untilStatus(shop.company, 'Until six', 'read');
      expect(web.whatsapp.ledger.countOf('Until six')).toBe(1);
    },
    TIMEOUT_MS,
  );

  it(
    'shows each side that the other one types',
    async () => {
      const { chat } = await onlyChatOf(shop.company);
      const screen = await openSocket(web.stack, shop.company.agent.client.token);
      web.whatsapp.type(shop.owner, ANA, 'composing');
      await eventually(
        () => expect(screen.typing).toEqual([{ conversationId: chat.id, isTyping: true }]),
        WAIT,
      );
      web.whatsapp.type(shop.owner, ANA, 'paused');
      await eventually(
        () => expect(screen.typing.at(-1)).toEqual({ conversationId: chat.id, isTyping: false }),
        WAIT,
      );

      const told: string[][] = [];
      web.whatsapp.events.on('typing', (...typing) => told.push(typing));
      const say = (isTyping: boolean) =>
        shop.company.agent.client.post(`/whatsapp/conversations/${chat.id}/typing`, { isTyping });
      expect((await say(true)).status).toBe(202);
      await eventually(() => expect(told).toEqual([[shop.owner, ANA, 'composing']]), WAIT);
      await say(false);
      await eventually(() => expect(told.at(-1)).toEqual([shop.owner, ANA, 'paused']), WAIT);
      closeSockets();
    },
    TIMEOUT_MS,
  );

  it(
    'shows what was written on the phone as the company’s',
    async () => {
      web.whatsapp.fromPhone(shop.owner, { to: ANA, text: 'Or tomorrow' });
      const { messages } = await untilTexts(shop.company, ['Are you open?', 'Until six', 'Or tomorrow']);
      expect(messages.at(-1)).toMatchObject({ direction: 'out', author: null });
    },
    TIMEOUT_MS,
  );

  it(
    'loses and doubles nothing when the bridge is killed, and needs no new code',
    async () => {
      await web.stack.bridge.kill();
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'Still there?' });
      const { chat } = await onlyChatOf(shop.company);
      await sendText(shop.company.api, chat.id, 'Yes');
      await web.stack.bridge.start();
      await eventually(async () => {
        const { messages } = await onlyChatOf(shop.company);
        expect(textsOf(messages).sort()).toEqual(
          ['Are you open?', 'Until six', 'Or tomorrow', 'Still there?', 'Yes'].sort(),
        );
      }, WAIT);
      await untilStatus(shop.company, 'Yes', 'sent');
      expect(await shop.session()).toMatchObject({ state: 'online' });
      expect(web.whatsapp.ledger.doubled()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps what it hears while Strapi is away',
    async () => {
      await web.stack.strapi.kill();
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'Into the dark' });
      await web.stack.strapi.start();
      await eventually(async () => {
        const { messages } = await onlyChatOf(shop.company);
        expect(textsOf(messages).filter((text) => text === 'Into the dark')).toHaveLength(1);
      }, WAIT);
    },
    TIMEOUT_MS,
  );

  it(
    'closes, fails what is written then with its reason, and comes back without a code',
    async () => {
      await shop.act('stop');
      await shop.untilState('stopped');
      const { chat } = await onlyChatOf(shop.company);
      await sendText(shop.company.api, chat.id, 'Too late');
      expect(await untilStatus(shop.company, 'Too late', 'failed')).toMatchObject({
        failure: { reason: 'The WhatsApp Web session is closed' },
      });
      await shop.act('start');
      await shop.untilState('online');
      expect(web.whatsapp.ledger.countOf('Too late')).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'says so when the phone ends the link, and keeps the chats readable',
    async () => {
      const before = textsOf((await onlyChatOf(shop.company)).messages);
      web.whatsapp.unlink(shop.owner);
      await shop.untilState('unlinked');
      expect(textsOf((await onlyChatOf(shop.company)).messages)).toEqual(before);
      await shop.link();
    },
    TIMEOUT_MS,
  );

  it(
    'never meets the phone of another company',
    async () => {
      const other = await createWebCompany(web);
      await other.link();
      web.whatsapp.deliver(other.owner, { from: ANA, text: 'For the other' });
      web.whatsapp.deliver(shop.owner, { from: ANA, text: 'For the shop' });
      await untilTexts(other.company, ['For the other']);
      await eventually(async () => {
        expect(textsOf((await onlyChatOf(shop.company)).messages)).toContain('For the shop');
      }, WAIT);
      expect(textsOf((await onlyChatOf(shop.company)).messages)).not.toContain('For the other');
    },
    TIMEOUT_MS,
  );

  it(
    'leaves a large file to somebody who asks for it, and then fetches it whole',
    async () => {
      const bytes = Buffer.concat([FILES.png, randomBytes(2 * 1024 * 1024)]);
      web.whatsapp.deliver(shop.owner, {
        from: ANA,
        text: 'The plan',
        file: { bytes, mimetype: 'image/png' },
      });
      const { api } = shop.company;
      const plan = await eventually(async () => {
        const { messages } = await onlyChatOf(shop.company);
        const found = messages.find(({ content }) => content.type === 'image');
        expect(found).toMatchObject({ media: 'too-large' });
        return found as Message;
      }, WAIT);
      expect(await addressOf(api, plan.id)).toMatchObject({
        state: 'too-large',
        url: null,
        reason: 'The file is too large to be fetched by itself (3 MB)',
      });
      const fetchIt = () => api.post(`/whatsapp/messages/${plan.id}/media/fetch`);
      expect(readData(MediaAddress, await fetchIt())).toMatchObject({ state: 'waiting', reason: null });
      const { url } = await untilMedia(api, plan.id, 'ready', WAIT.deadlineMs);
      expect((await askRaw(web.stack, url ?? '')).body.equals(bytes)).toBe(true);
      expect(readData(MediaAddress, await fetchIt())).toMatchObject({ state: 'ready' });
    },
    TIMEOUT_MS,
  );

  it(
    'says that a file is lost which is larger than anybody may ask for',
    async () => {
      web.whatsapp.deliver(shop.owner, {
        from: ANA,
        file: { bytes: FILES.pdf, mimetype: 'application/pdf' },
        more: { size: 65 * 1024 * 1024 },
      });
      const { api } = shop.company;
      const film = await eventually(async () => {
        const { messages } = await onlyChatOf(shop.company);
        const found = messages.find(({ content }) => content.type === 'document');
        expect(found).toMatchObject({ media: 'too-large' });
        return found as Message;
      }, WAIT);
      await api.post(`/whatsapp/messages/${film.id}/media/fetch`);
      expect(await untilMedia(api, film.id, 'lost', WAIT.deadlineMs)).toMatchObject({
        reason: 'The file is larger than can be fetched: look at it on the phone',
      });
      expect((await api.post(`/whatsapp/messages/${film.id}/media/fetch`)).status).toBe(409);
    },
    TIMEOUT_MS,
  );
});
