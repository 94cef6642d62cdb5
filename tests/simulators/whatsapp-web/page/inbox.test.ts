import { DEFAULT_PAGE_CONFIG } from '../protocol/page-config';
import type { WireMessage } from '../protocol/message';
import { createMemoryStorage } from '../testing/memory-storage';
import { createPage } from './create-page';
import { fromWire } from './models/message';

const ANA = '15550107777@c.us';
const OWNER = '15550100001@c.us';

const written = (id: string, more: Partial<WireMessage> = {}): WireMessage => ({
  ser: `false_${ANA}_${id}`,
  id,
  fromMe: false,
  chat: ANA,
  from: ANA,
  to: OWNER,
  t: 1_700_000_000,
  type: 'chat',
  body: 'Hello',
  ...more,
});
const ours = (id: string): WireMessage =>
  written(id, { ser: `true_${ANA}_${id}`, fromMe: true, from: OWNER, to: ANA, ack: 0 });

const setUp = () => {
  const storage = createMemoryStorage();
  const page = createPage(DEFAULT_PAGE_CONFIG, storage, 'wss://127.0.0.1/');
  const told: unknown[][] = [];
  page.store.messages.on('add', (message) => told.push(['add', String(Reflect.get(Object(message), 'id'))]));
  page.store.messages.on('change:ack', (_message, ack) => told.push(['ack', ack]));
  return { ...page, storage, told, apply: page.session.apply };
};

describe('the inbox of a page', () => {
  it('takes a message that comes twice once', async () => {
    const { apply, store, told } = setUp();
    await apply({ kind: 'message', message: written('A') });
    await apply({ kind: 'message', message: written('A') });
    expect(told).toEqual([['add', `false_${ANA}_A`]]);
    expect(store.ensureChat(ANA)).toMatchObject({ unreadCount: 1 });
  });

  it('keeps message and count together', async () => {
    const { apply, storage } = setUp();
    await apply({ kind: 'message', message: written('A') });
    expect(await storage.messages()).toMatchObject([{ ser: `false_${ANA}_A`, body: 'Hello' }]);
    expect(await storage.chats()).toEqual([{ id: ANA, unreadCount: 1, isArchived: false }]);
  });

  it('counts no notification and nothing of ours', async () => {
    const { apply, store } = setUp();
    await apply({ kind: 'message', message: written('A', { type: 'e2e_notification' }) });
    await apply({ kind: 'message', message: ours('B') });
    expect(store.ensureChat(ANA).unreadCount).toBe(0);
  });

  it('lets ticks climb only', async () => {
    const { apply, store, told } = setUp();
    store.admit(fromWire(ours('A'), true), { silent: true });
    for (const ack of [1, 3, 2, 3, -1]) await apply({ kind: 'ack', ser: `true_${ANA}_A`, ack });
    expect(told).toEqual([
      ['ack', 1],
      ['ack', 3],
    ]);
  });

  it('marks as refused only what was not taken', async () => {
    const { apply, store, told } = setUp();
    store.admit(fromWire(ours('A'), true), { silent: true });
    await apply({ kind: 'ack', ser: `true_${ANA}_A`, ack: -1 });
    expect(told).toEqual([['ack', -1]]);
  });

  it('changes the caption of a file and the body of a text', async () => {
    const { apply, store } = setUp();
    await apply({ kind: 'message', message: written('A') });
    await apply({
      kind: 'message',
      message: written('B', { directPath: '/mms/b', type: 'image', body: null }),
    });
    for (const id of ['A', 'B'])
      await apply({ kind: 'edit', ser: `false_${ANA}_${id}`, body: 'New', atMs: 1 });
    expect(store.messages.get(`false_${ANA}_A`)).toMatchObject({ body: 'New' });
    expect(store.messages.get(`false_${ANA}_B`)).toMatchObject({ body: null, caption: 'New' });
  });

  it('leaves nothing of a message that was taken back but its place', async () => {
    const { apply, store } = setUp();
    await apply({ kind: 'message', message: written('A') });
    await apply({ kind: 'revoke', ser: `false_${ANA}_A` });
    expect(store.messages.get(`false_${ANA}_A`)?.serialize()).toMatchObject({
      type: 'revoked',
      protocolMessageKey: { id: 'A' },
    });
    expect(store.messages.get(`false_${ANA}_A`)?.body).toBeUndefined();
  });

  it('groups reactions by what they say, one of each person', async () => {
    const { apply, reactions } = setUp();
    await apply({ kind: 'message', message: written('A') });
    const reaction = { id: 'R', fromMe: false, parent: `false_${ANA}_A`, chat: ANA, from: ANA, atMs: 1 };
    await apply({ kind: 'reaction', reaction: { ...reaction, text: '👍' } });
    await apply({ kind: 'reaction', reaction: { ...reaction, text: '❤️' } });
    const entry = await reactions.collection.find(`false_${ANA}_A`);
    expect(entry.reactions.serialize()).toMatchObject([{ id: '❤️', senders: [{ senderUserJid: ANA }] }]);
    await apply({ kind: 'reaction', reaction: { ...reaction, text: '' } });
    expect(entry.reactions.length).toBe(0);
  });
});
