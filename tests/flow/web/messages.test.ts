import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { SendReceipt } from '../../../src/plugins/whatsapp/contracts/bridge';
import type { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { WireMessage } from '../../simulators/whatsapp-web';
import { eventually } from '../../support/eventually';
import {
  ANA,
  ANA_ADDRESS,
  CHANNEL,
  createWebScene,
  NOUR,
  NOUR_LID,
  SHOP,
  textOf,
  type WebScene,
} from './scene';

describe('messages of a WhatsApp Web session', () => {
  let scene: WebScene;
  beforeAll(async () => {
    scene = await createWebScene({ timing: { ackWithinMs: 2_000 } });
    await scene.pair();
  });
  afterAll(() => scene.close());
  afterEach(() => scene.wa.configure({ autoAcks: [1] }));

  const saying = (text: string) => scene.event('message.received', (event) => textOf(event) === text);
  const withContent = (type: string) =>
    scene.event('message.received', ({ content }) => content.type === type);
  const send = (
    clientRef: string,
    content: Parameters<WebScene['sessions']['send']>[1]['content'],
    to = ANA_ADDRESS,
  ) => scene.sessions.send(CHANNEL, { clientRef, to, content });
  const sendText = (clientRef: string, body: string): Promise<SendReceipt> =>
    send(clientRef, { type: 'text', body });
  const failureOf = (sending: Promise<unknown>): Promise<WhatsAppError> =>
    sending.then(
      () => Promise.reject(new Error('It was sent')),
      (error: WhatsAppError) => error,
    );
  const sentNext = async (): Promise<WireMessage> => {
    const [, message] = (await once(scene.wa.events, 'sent')) as [string, WireMessage];
    return message;
  };

  describe('that come in', () => {
    it('are the customer’s, with name and time', async () => {
      scene.wa.deliver(SHOP, { from: ANA, text: 'Is it still there?' });
      expect(await saying('Is it still there?')).toMatchObject({
        from: ANA_ADDRESS,
        profileName: 'Ana Ribalta',
      });
    });

    it('name both addresses of somebody who writes under a linked id', async () => {
      scene.wa.deliver(SHOP, { from: NOUR, text: 'Good evening' });
      expect(await saying('Good evening')).toMatchObject({
        from: { lid: NOUR_LID.split('@')[0], waId: NOUR.split('@')[0] },
      });
    });

    it('say what they answer', async () => {
      const { messageId } = await sendText('quote.1', 'At five?');
      const [{ ser } = { ser: '' }] = scene.wa.ledger.sentTo(ANA).filter(({ body }) => body === 'At five?');
      scene.wa.deliver(SHOP, { from: ANA, text: 'At six', quoted: ser });
      expect(await saying('At six')).toMatchObject({ quotedMessageId: messageId });
    });

    it('keep their order', async () => {
      const texts = Array.from({ length: 20 }, (_, index) => `Line ${index}`);
      texts.forEach((text, index) => scene.wa.deliver(SHOP, { from: index % 2 ? ANA : NOUR, text }));
      await saying('Line 19');
      expect(scene.texts().filter((text) => text.startsWith('Line '))).toEqual(texts);
    });

    it('carry files, which are fetched whole', async () => {
      const bytes = randomBytes(1_300_000);
      scene.wa.deliver(SHOP, { from: ANA, text: 'The receipt', file: { bytes, mimetype: 'image/png' } });
      const { content } = await withContent('image');
      expect(content).toMatchObject({ caption: 'The receipt', mimeType: 'image/png' });
      const adapter = scene.sessions.adapter(CHANNEL);
      const download = await adapter.fetchMedia('mediaId' in content ? (content.mediaId ?? '') : '');
      expect((await buffer(download.bytes)).equals(bytes)).toBe(true);
      expect(download).toMatchObject({
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      });
    });

    it('carry voice, documents, places, cards and polls', async () => {
      const file = (mimetype: string, more: object) => ({ bytes: randomBytes(64), mimetype, ...more });
      scene.wa.deliver(SHOP, { from: ANA, file: file('audio/ogg', { kind: 'ptt' }) });
      scene.wa.deliver(SHOP, { from: ANA, file: file('application/pdf', { filename: 'bill.pdf' }) });
      scene.wa.deliver(SHOP, { from: ANA, location: { lat: 41.38, lng: 2.17, name: 'The shop' } });
      scene.wa.deliver(SHOP, { from: ANA, cards: ['BEGIN:VCARD\nFN:Nour\nTEL:+15550100124\nEND:VCARD'] });
      scene.wa.deliver(SHOP, { from: ANA, poll: { question: 'When?', options: ['Today', 'Later'] } });
      expect((await withContent('poll')).content).toMatchObject({
        question: 'When?',
        options: ['Today', 'Later'],
      });
      expect((await withContent('audio')).content).toMatchObject({ voice: true });
      expect((await withContent('document')).content).toMatchObject({ filename: 'bill.pdf' });
      expect((await withContent('location')).content).toMatchObject({ latitude: 41.38, name: 'The shop' });
      expect((await withContent('contacts')).content).toMatchObject({
        contacts: [{ name: 'Nour', phones: ['+15550100124'] }],
      });
    });

    it('are reacted to, changed and taken back', async () => {
      const { ser } = scene.wa.deliver(SHOP, { from: ANA, text: 'I wnat two' });
      const { messageId: targetId } = await saying('I wnat two');
      scene.wa.react(SHOP, ser, ANA, '👍');
      scene.wa.edit(SHOP, ser, 'I want two');
      expect((await withContent('reaction')).content).toEqual({ type: 'reaction', emoji: '👍', targetId });
      expect((await withContent('edit')).content).toEqual({ type: 'edit', body: 'I want two', targetId });
      scene.wa.revoke(SHOP, ser);
      expect((await withContent('revoke')).content).toEqual({ type: 'revoke', targetId });
    });

    it('of groups are left alone unless the company wants them', async () => {
      const group = '120363000000000001@g.us';
      scene.wa.addGroup(SHOP, { id: group, subject: 'Neighbours', participants: [ANA] });
      scene.wa.deliver(SHOP, { from: ANA, group, text: 'To the whole group' });
      scene.wa.deliver(SHOP, { from: ANA, text: 'After the group' });
      await saying('After the group');
      expect(scene.texts()).not.toContain('To the whole group');
    });

    it('were written on the company’s phone', async () => {
      scene.wa.fromPhone(SHOP, { to: ANA, text: 'Written on the phone' });
      expect(
        await scene.event('message.echoed', (event) => textOf(event) === 'Written on the phone'),
      ).toMatchObject({ to: ANA_ADDRESS });
    });

    it('are calls, too', async () => {
      scene.wa.call(SHOP, ANA, { isVideo: true });
      expect((await withContent('system')).content).toMatchObject({ event: 'call', body: 'Video call' });
    });
  });

  describe('that go out', () => {
    it('are taken by WhatsApp once, and reported with our reference', async () => {
      const { messageId } = await sendText('out.1', 'Yes, it is');
      const [{ ser } = { ser: '' }] = scene.wa.ledger.sentTo(ANA).filter(({ body }) => body === 'Yes, it is');
      scene.wa.ack(SHOP, ser, 2);
      scene.wa.ack(SHOP, ser, 3);
      const report = await scene.event(
        'message.reported',
        ({ status, clientRef }) => status === 'read' && clientRef === 'out.1',
      );
      expect(report.messageId).toBe(messageId);
      expect(scene.wa.ledger.countOf('Yes, it is')).toBe(1);
    });

    it('are not shown a second time as written on the phone', async () => {
      await sendText('out.2', 'Only once');
      scene.wa.deliver(SHOP, { from: ANA, text: 'After only once' });
      await saying('After only once');
      expect(scene.texts()).not.toContain('Only once');
    });

    it('reach somebody under the linked id', async () => {
      const sent = sentNext();
      await send('out.3', { type: 'text', body: 'To Nour' }, { waId: '15550100124' });
      expect((await sent).chat).toBe(NOUR_LID);
    });

    it('quote what they answer', async () => {
      scene.wa.deliver(SHOP, { from: ANA, text: 'Which colour?' });
      const { messageId } = await saying('Which colour?');
      const sent = sentNext();
      await scene.sessions.adapter(CHANNEL).send({
        clientRef: 'out.4',
        to: ANA_ADDRESS,
        content: { type: 'text', body: 'Blue' },
        quotedMessageId: messageId,
      });
      expect((await sent).quotedStanzaID).toBe(messageId.replace('in.', ''));
    });

    it('fail with the reason when the number is not on WhatsApp', async () => {
      const error = await failureOf(send('out.5', { type: 'text', body: 'Nobody' }, { waId: '15550100999' }));
      expect(error).toMatchObject({ kind: 'rejected', message: 'This number is not on WhatsApp' });
      expect(scene.wa.ledger.countOf('Nobody')).toBe(0);
    });

    it('may have been sent when WhatsApp stays silent, and are settled by its later report', async () => {
      scene.wa.configure({ autoAcks: [] });
      const sent = sentNext();
      const error = await failureOf(sendText('out.6', 'Into silence'));
      expect(error.kind).toBe('unknown-outcome');
      scene.wa.ack(SHOP, (await sent).ser, 1);
      await scene.event(
        'message.reported',
        ({ clientRef, status }) => clientRef === 'out.6' && status === 'sent',
      );
      expect(scene.wa.ledger.countOf('Into silence')).toBe(1);
    });

    it('carry files, voice, places, cards and reactions', async () => {
      const file = (name: string, mimeType: string) => {
        const target = path.join(scene.folder, name);
        writeFileSync(target, randomBytes(2_000));
        return { path: target, mimeType, filename: name };
      };
      await send('kind.1', { type: 'image', file: file('a.png', 'image/png'), caption: 'A picture' });
      await send('kind.2', { type: 'document', file: file('b.pdf', 'application/pdf'), caption: 'A bill' });
      await send('kind.3', { type: 'audio', file: file('c.ogg', 'audio/ogg; codecs=opus'), voice: true });
      await send('kind.4', { type: 'location', latitude: 41.38, longitude: 2.17, name: 'The shop' });
      await send('kind.5', { type: 'contacts', contacts: [{ name: 'Nour', phones: ['+15550100124'] }] });
      expect(
        scene.wa.ledger
          .sentTo(ANA)
          .slice(-5)
          .map(({ type }) => type),
      ).toEqual(['image', 'document', 'ptt', 'location', 'vcard']);
      scene.wa.deliver(SHOP, { from: ANA, text: 'Thank you' });
      const { messageId: targetId } = await saying('Thank you');
      const reacted = once(scene.wa.events, 'reacted');
      await send('kind.6', { type: 'reaction', emoji: '❤️', targetId });
      expect(((await reacted) as unknown[])[1]).toMatchObject({ text: '❤️' });
      scene.wa.deliver(SHOP, { from: ANA, text: 'After the reaction' });
      await saying('After the reaction');
      const echoes = scene.kept.filter(({ event }) => event.type === 'message.echoed');
      expect(echoes.map(({ event }) => textOf(event))).toEqual(['Written on the phone']);
    });

    it('are announced by typing, and what came is marked as read', async () => {
      const typing = once(scene.wa.events, 'typing');
      await scene.sessions.setTyping(CHANNEL, ANA_ADDRESS, true);
      expect(await typing).toEqual([SHOP, ANA, 'composing']);
      const seen = once(scene.wa.events, 'seen');
      await scene.sessions.markRead(CHANNEL, ANA_ADDRESS);
      expect(await seen).toEqual([SHOP, ANA]);
    });
  });

  it('say who has an account', async () => {
    expect(await scene.sessions.lookUp(CHANNEL, '+15550100123')).toMatchObject(ANA_ADDRESS);
    expect(await scene.sessions.lookUp(CHANNEL, '15550100999')).toBeNull();
  });

  it('never make the page do what WhatsApp’s own page would not', async () => {
    await eventually(() => expect(scene.sessions.waiting().depth).toBe(0));
    expect(scene.wa.ledger.refused).toEqual([]);
    expect(scene.wa.ledger.doubled()).toEqual([]);
  });
});

describe('a session that takes groups and small files only', () => {
  let scene: WebScene;
  beforeAll(async () => {
    scene = await createWebScene();
    scene.wa.addGroup(SHOP, { id: '120363000000000002@g.us', subject: 'Buyers', participants: [ANA] });
    await scene.pair({ takesGroups: true, mediaMaxBytes: 1_000 });
  });
  afterAll(() => scene.close());

  it('shows messages of groups with their writer', async () => {
    scene.wa.deliver(SHOP, { from: ANA, group: '120363000000000002@g.us', text: 'To the buyers' });
    expect(await scene.event('message.received', (event) => textOf(event) === 'To the buyers')).toMatchObject(
      { groupId: '120363000000000002@g.us', from: ANA_ADDRESS },
    );
  });

  it('fetches a file that is too large only when asked to, with the reason, and goes on', async () => {
    scene.wa.deliver(SHOP, { from: ANA, file: { bytes: randomBytes(5_000), mimetype: 'image/png' } });
    const { content } = await scene.event('message.received', (event) => event.content.type === 'image');
    const adapter = scene.sessions.adapter(CHANNEL);
    await expect(
      adapter.fetchMedia('mediaId' in content ? (content.mediaId ?? '') : ''),
    ).rejects.toMatchObject({
      kind: 'rejected',
      upstreamCode: 'too-large',
    });
    const asked = await adapter.fetchMedia('mediaId' in content ? (content.mediaId ?? '') : '', 6_000);
    expect((await buffer(asked.bytes)).length).toBe(5_000);
    expect(scene.sessions.state(CHANNEL)?.state).toBe('online');
  });
});
