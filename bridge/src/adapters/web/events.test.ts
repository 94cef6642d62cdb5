import { BridgeEvent } from '../../../../src/plugins/whatsapp/contracts/bridge';
import {
  editedEventOf,
  reactionEventOf,
  reportedEventOf,
  revokedEventOf,
  writtenEventOf,
  type Reading,
} from './events';
import { createPeople, type Names } from './people';
import { RawMessage } from './raw-message';

const ANA = '15550100123@c.us';
const ANA_LID = '123456789012345@lid';
const SHOP = '15550100001@c.us';
const GROUP = '120363000000000001@g.us';

const names = (wid: string): Promise<Names> =>
  Promise.resolve(wid === ANA || wid === ANA_LID ? { lid: ANA_LID, phone: ANA } : {});
const reading: Reading = {
  people: createPeople(names),
  isMe: (wid) => wid === SHOP,
  receivedAt: '2026-11-02T09:00:00.000Z',
};

const keyOf = (chat: string, fromMe = false, id = '3EB0AA', participant?: string) => ({
  id,
  fromMe,
  remote: chat,
  participant,
  _serialized: `${String(fromMe)}_${chat}_${id}${participant ? `_${participant}` : ''}`,
});

const rawOf = (fields: object): RawMessage => {
  const raw = { id: keyOf(ANA), type: 'chat', t: 1_761_990_000, ...fields };
  return RawMessage.parse(raw);
};
const eventOf = (fields: object) => writtenEventOf(rawOf(fields), fields, reading);
const contentOf = async (fields: object) => (await eventOf(fields))?.content;

describe('a message of a customer', () => {
  it('names the person by phone number and linked id, whichever it came with', async () => {
    const both = { waId: '15550100123', lid: '123456789012345' };
    expect(await eventOf({ body: 'Hello' })).toMatchObject({ type: 'message.received', from: both });
    expect(await eventOf({ id: keyOf(ANA_LID), body: 'Hello' })).toMatchObject({ from: both });
  });

  it('says when, who, what it answers, and that it was forwarded', async () => {
    expect(
      await eventOf({
        body: 'Is it still there?',
        notifyName: 'Ana Ribalta',
        quotedStanzaID: '3EB0BB',
        quotedParticipant: SHOP,
        isForwarded: true,
      }),
    ).toEqual({
      type: 'message.received',
      messageId: 'in.3EB0AA',
      from: { waId: '15550100123', lid: '123456789012345' },
      profileName: 'Ana Ribalta',
      sentAt: '2025-11-01T09:40:00.000Z',
      content: { type: 'text', body: 'Is it still there?' },
      quotedMessageId: 'out.3EB0BB',
      forwarded: true,
    });
  });

  it('of a group belongs to the group and names its writer', async () => {
    const key = keyOf(GROUP, false, '3EB0AA', ANA);
    expect(await eventOf({ id: key, author: ANA, body: 'All together' })).toMatchObject({
      groupId: GROUP,
      messageId: 'in.3EB0AA.15550100123',
      from: { waId: '15550100123' },
    });
  });

  it('that the company wrote on its phone is shown as the company’s', async () => {
    expect(await eventOf({ id: keyOf(ANA, true), body: 'On my way' })).toMatchObject({
      type: 'message.echoed',
      messageId: 'out.3EB0AA',
      to: { waId: '15550100123' },
    });
  });
});

describe('what a message says', () => {
  const file = {
    mimetype: 'image/png',
    directPath: '/v/t62',
    filehash: Buffer.alloc(32, 7).toString('base64'),
    caption: 'The receipt',
    mediaKey: 'secret',
  };
  const media = {
    mediaId: 'false_15550100123@c.us_3EB0AA',
    mimeType: 'image/png',
    sha256: '07'.repeat(32),
    caption: 'The receipt',
  };

  it.each([
    ['image', {}, { type: 'image', ...media }],
    ['video', {}, { type: 'video', ...media }],
    ['ptt', {}, { type: 'audio', ...media, voice: true }],
    ['document', { filename: 'r.pdf' }, { type: 'document', ...media, filename: 'r.pdf' }],
  ])('is a file of kind %s', async (type, more, expected) => {
    expect(await contentOf({ type, ...file, ...more })).toEqual(expected);
  });

  it('is a sticker, which has no words', async () => {
    const { caption: _words, ...rest } = media;
    expect(await contentOf({ type: 'sticker', ...file, isAnimated: true })).toEqual({
      type: 'sticker',
      ...rest,
      animated: true,
    });
  });

  it('is a place', async () => {
    const fields = { type: 'location', lat: 41.38, lng: 2.17, loc: 'Shop\nMain street 1' };
    expect(await contentOf(fields)).toEqual({
      type: 'location',
      latitude: 41.38,
      longitude: 2.17,
      name: 'Shop',
      address: 'Main street 1',
    });
  });

  it('is one contact card, or several', async () => {
    const card = 'BEGIN:VCARD\nFN:Ana\nTEL:+15550100123\nEND:VCARD';
    const ana = { name: 'Ana', phones: ['+15550100123'] };
    expect(await contentOf({ type: 'vcard', body: card })).toEqual({ type: 'contacts', contacts: [ana] });
    expect(await contentOf({ type: 'multi_vcard', vcardList: [{ vcard: card }, { vcard: card }] })).toEqual({
      type: 'contacts',
      contacts: [ana, ana],
    });
  });

  it('is a poll', async () => {
    const fields = {
      type: 'poll_creation',
      pollName: 'When?',
      pollOptions: [{ name: 'Today' }, { name: 'Later' }],
    };
    expect(await contentOf(fields)).toEqual({ type: 'poll', question: 'When?', options: ['Today', 'Later'] });
  });

  it('is kept as it came when we do not know its kind, without keys and pictures', async () => {
    const fields = { type: 'hologram', mediaKey: 'secret', picture: 'x'.repeat(3_000), beam: 3 };
    expect(await contentOf(fields)).toEqual({
      type: 'unsupported',
      original: 'hologram',
      raw: { type: 'hologram', beam: 3 },
    });
  });

  it('is kept as it came when a known kind lacks what makes it one', async () => {
    expect(await contentOf({ type: 'location', lat: 'north' })).toMatchObject({
      type: 'unsupported',
      original: 'location',
    });
  });
});

describe('what happens to a message', () => {
  it('is changed: the same change has the same id', async () => {
    const raw = rawOf({ body: 'Better', latestEditSenderTimestampMs: 1_761_990_100_500 });
    expect(await editedEventOf(raw, reading)).toMatchObject({
      messageId: 'in.3EB0AA.edit.1761990100500',
      content: { type: 'edit', targetId: 'in.3EB0AA', body: 'Better' },
    });
  });

  it('is taken back', async () => {
    const raw = rawOf({ type: 'revoked', protocolMessageKey: keyOf(ANA, false, '3EB0CC') });
    expect(await revokedEventOf(raw, reading)).toMatchObject({
      messageId: 'in.3EB0CC.revoke',
      content: { type: 'revoke', targetId: 'in.3EB0CC' },
    });
  });

  it.each([
    ['👍', '👍'],
    ['', null],
  ])('gets the reaction %p', async (emoji, expected) => {
    const reaction = { id: keyOf(ANA, false, '3EB0DD'), target: keyOf(ANA, true), emoji, sender: ANA };
    expect(await reactionEventOf(reaction, reading)).toMatchObject({
      type: 'message.received',
      messageId: 'in.3EB0DD',
      content: { type: 'reaction', emoji: expected, targetId: 'out.3EB0AA' },
    });
  });

  it('gets a reaction of the company itself', async () => {
    const reaction = { id: keyOf(ANA, true, '3EB0DD'), target: keyOf(ANA), emoji: '👍', sender: SHOP };
    expect(await reactionEventOf(reaction, reading)).toMatchObject({ type: 'message.echoed' });
  });

  it.each([
    [1, 'sent'],
    [2, 'delivered'],
    [3, 'read'],
    [4, 'played'],
    [-1, 'failed'],
  ])('is reported with ack %d as %s, with our reference', (ack, status) => {
    const event = reportedEventOf({ key: keyOf(ANA, true), ack, clientRef: 'm1.1', at: reading.receivedAt });
    expect(BridgeEvent.parse(event)).toMatchObject({ messageId: 'out.3EB0AA', clientRef: 'm1.1', status });
  });

  it('is not reported while it waits in the page', () => {
    expect(reportedEventOf({ key: keyOf(ANA, true), ack: 0, at: reading.receivedAt })).toBeUndefined();
  });
});
