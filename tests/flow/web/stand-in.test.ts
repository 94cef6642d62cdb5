import { randomBytes } from 'node:crypto';
import { Location, MessageMedia, Poll } from 'whatsapp-web.js';
import type { Client, Message } from 'whatsapp-web.js';
import { startWhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import type { WhatsAppWebSimulator } from '../../simulators/whatsapp-web';
import { eventually } from '../../support/eventually';
import { chromiums } from '../../support/chromiums';
import { createClient, createProfiles, end, nextOf, pair, seenBy } from './library-client';

const OWNER = '15550100001@c.us';
const ANA = '15550107777@c.us';
const LEO = '15550108888@c.us';
const LEO_LID = '123456789012345@lid';
const GROUP = '120363000000000001@g.us';
const PICTURE = 'https://pps.whatsapp.net/ana.jpg';

const dataOf = (message: Message): Record<string, unknown> =>
  (message as unknown as { _data: Record<string, unknown> })._data;

describe.each(chromiums())('the real library in $name, in front of the stand-in', ({ path }) => {
  const profiles = createProfiles();
  let simulator: WhatsAppWebSimulator;
  let client: Client;
  let qr: string;

  beforeAll(async () => {
    simulator = await startWhatsAppWebSimulator();
    simulator.addAccount({ pn: OWNER, lid: '999000111@lid', pushname: 'Faro' });
    simulator.addContact(OWNER, { pn: ANA, name: 'Ana Ribalta', pushname: 'ana', pictureUrl: PICTURE });
    simulator.addContact(OWNER, { pn: LEO, lid: LEO_LID, pushname: 'leo', isLidAddressed: true });
    simulator.addGroup(OWNER, { id: GROUP, subject: 'Suppliers', participants: [OWNER, ANA, LEO] });
    simulator.addHistory(
      OWNER,
      Array.from({ length: 45 }, (_, index) => ({ with: ANA, text: `old ${index}`, at: 1_700_000_000 })),
    );
    client = createClient({ simulator, profiles: profiles.path, executablePath: path });
    qr = await pair(client, simulator, OWNER);
  });
  afterAll(async () => {
    await end(client);
    await simulator.close();
    profiles.remove();
  });

  const hear = async (delivery: Parameters<WhatsAppWebSimulator['deliver']>[1]): Promise<Message> => {
    const heard = nextOf(client, 'message');
    simulator.deliver(OWNER, delivery);
    return (await heard)[0];
  };
  const send = async (...content: Parameters<Client['sendMessage']>) => {
    const sent = seenBy(simulator, 'sent');
    const message = await client.sendMessage(...content);
    const [, arrived] = await sent;
    return { message, arrived };
  };

  describe('linking', () => {
    it('shows a code of five parts, and knows the owner after the scan', async () => {
      expect(qr.split(',')).toHaveLength(5);
      expect(client.info).toMatchObject({ pushname: 'Faro', wid: { _serialized: OWNER } });
      expect(await client.getState()).toBe('CONNECTED');
      expect(simulator.devices(OWNER)).toMatchObject([{ name: 'Chrome (Mac OS)' }]);
    });

    it('refuses a code that nobody shows any more', () => {
      expect(() => simulator.scan(qr, OWNER)).toThrow('No page shows this QR code');
    });
  });

  describe('text', () => {
    it('comes in, and an answer quotes it', async () => {
      const message = await hear({ from: ANA, text: 'Are you open?' });
      expect(message).toMatchObject({ body: 'Are you open?', from: ANA, type: 'chat' });
      const sent = seenBy(simulator, 'sent');
      await message.reply('Until six');
      expect((await sent)[1]).toMatchObject({ body: 'Until six', quotedStanzaID: message.id.id });
    });

    it('gets its ticks, one after the other', async () => {
      const told: [ser: string, ack: number][] = [];
      client.on('message_ack', ({ id }, ack) => told.push([id._serialized, ack]));
      const { message } = await send(ANA, 'Tick');
      const acks = () => told.flatMap(([ser, ack]) => (ser === message.id._serialized ? ack : []));
      await eventually(() => expect(acks()).toEqual([1]));
      simulator.ack(OWNER, message.id._serialized, 2);
      simulator.ack(OWNER, message.id._serialized, 3);
      simulator.ack(OWNER, message.id._serialized, 2);
      await eventually(() => expect(acks()).toEqual([1, 2, 3]));
    });

    it('is refused for a number that WhatsApp does not know', async () => {
      await expect(client.sendMessage('15550109999@c.us', 'Hello?', { sendSeen: false })).rejects.toThrow(
        'No LID',
      );
      expect(simulator.ledger.countOf('Hello?')).toBe(0);
    });

    it('typed on the phone is told as created, not as received', async () => {
      const created = nextOf(client, 'message_create');
      simulator.fromPhone(OWNER, { to: ANA, text: 'From the phone' });
      expect((await created)[0]).toMatchObject({ fromMe: true, body: 'From the phone', to: ANA });
    });

    it('that came as ciphertext is told when it can be read', async () => {
      const ciphertext = nextOf(client, 'message_ciphertext');
      const { ser } = simulator.deliver(OWNER, { from: ANA, type: 'ciphertext' });
      await ciphertext;
      const readable = nextOf(client, 'message');
      simulator.decrypt(OWNER, ser, { body: 'late', type: 'chat' });
      expect((await readable)[0].body).toBe('late');
    });
  });

  describe('files', () => {
    const bytes = randomBytes(200_000);

    it('come in whole', async () => {
      const message = await hear({
        from: ANA,
        text: 'receipt',
        file: { bytes, mimetype: 'image/png', filename: 'r.png' },
      });
      expect(message).toMatchObject({ hasMedia: true, body: 'receipt', type: 'image' });
      const media = await message.downloadMedia();
      expect(media.mimetype).toBe('image/png');
      expect(Buffer.from(media.data, 'base64').equals(bytes)).toBe(true);
    });

    it('that WhatsApp no longer has are nothing', async () => {
      const message = await hear({ from: ANA, file: { bytes: randomBytes(99), mimetype: 'image/png' } });
      simulator.blobs.forget(String(dataOf(message)['directPath']));
      expect(await message.downloadMedia()).toBeUndefined();
    });

    it('go out whole, and the library says that they were uploaded', async () => {
      const uploaded = nextOf(client, 'media_uploaded');
      const file = new MessageMedia('application/pdf', bytes.toString('base64'), 'invoice.pdf');
      const { arrived } = await send(ANA, file, { caption: 'invoice', sendMediaAsDocument: true });
      expect(arrived).toMatchObject({ type: 'document', filename: 'invoice.pdf', caption: 'invoice' });
      expect(simulator.blobs.get(String(arrived.directPath))?.bytes.equals(bytes)).toBe(true);
      await uploaded;
    });

    it.each([
      ['image', 'image/png', {}],
      ['video', 'video/mp4', {}],
      ['audio', 'audio/mpeg', {}],
      ['ptt', 'audio/ogg; codecs=opus', { sendAudioAsVoice: true }],
    ])('go out as %s', async (type, mimetype, options) => {
      const { arrived } = await send(ANA, new MessageMedia(mimetype, 'eA==', 'x'), options);
      expect(arrived).toMatchObject({ type, mimetype });
    });
  });

  describe('other contents', () => {
    it('location goes out and comes in', async () => {
      const { arrived } = await send(ANA, new Location(38.7, -9.14, { name: 'Faro', address: 'Lisbon' }));
      expect(arrived).toMatchObject({ type: 'location', lat: 38.7, lng: -9.14 });
      const { location } = await hear({ from: ANA, location: { lat: 1.5, lng: 2.5, name: 'Home' } });
      expect(location).toMatchObject({ latitude: 1.5, longitude: 2.5, name: 'Home' });
    });

    it('cards go out and come in', async () => {
      const { arrived } = await send(ANA, await client.getContactById(ANA));
      expect(arrived.type).toBe('vcard');
      expect(arrived.body).toContain('FN:Ana Ribalta');
      const { vCards } = await hear({
        from: ANA,
        cards: ['BEGIN:VCARD\nFN:Rui\nEND:VCARD', 'BEGIN:VCARD\nFN:Eva\nEND:VCARD'],
      });
      expect(vCards).toHaveLength(2);
    });

    it('polls come in with their options, and votes are told by name', async () => {
      const poll = await hear({ from: ANA, poll: { question: 'When?', options: ['Today', 'Tomorrow'] } });
      expect(poll).toMatchObject({ type: 'poll_creation', pollName: 'When?', allowMultipleAnswers: false });
      const voted = nextOf(client, 'vote_update');
      simulator.vote(OWNER, poll.id._serialized, ANA, ['Tomorrow']);
      expect((await voted)[0]).toMatchObject({
        voter: { _serialized: ANA },
        selectedOptions: [{ name: 'Tomorrow' }],
      });
    });

    it('polls go out, and a vote of ours arrives', async () => {
      const { arrived } = await send(ANA, new Poll('Which?', ['Red', 'Blue']));
      expect(arrived).toMatchObject({ type: 'poll_creation', pollName: 'Which?' });
      const poll = await hear({ from: ANA, poll: { question: 'Size?', options: ['S', 'M'] } });
      const voted = seenBy(simulator, 'voted');
      await poll.vote(['M']);
      expect((await voted)[1].selected).toEqual([1]);
    });

    it('a call rings', async () => {
      const ringing = nextOf(client, 'call');
      simulator.call(OWNER, ANA);
      expect((await ringing)[0]).toMatchObject({ from: { _serialized: ANA }, isVideo: false });
    });
  });

  describe('what happens to a message', () => {
    it('reactions come in, go out and are listed', async () => {
      const message = await hear({ from: ANA, text: 'Nice?' });
      const reacted = nextOf(client, 'message_reaction');
      simulator.react(OWNER, message.id._serialized, ANA, '👍');
      expect((await reacted)[0]).toMatchObject({ reaction: '👍', senderId: ANA });
      const seen = seenBy(simulator, 'reacted');
      await message.react('❤️');
      expect((await seen)[1]).toMatchObject({ text: '❤️', parent: message.id._serialized });
      await message.reload();
      const listed = await message.getReactions();
      expect(listed.map(({ id, hasReactionByMe }) => [id, hasReactionByMe])).toEqual([
        ['👍', false],
        ['❤️', true],
      ]);
    });

    it('edits come in and go out', async () => {
      const message = await hear({ from: ANA, text: 'Thre' });
      const edited = nextOf(client, 'message_edit');
      simulator.edit(OWNER, message.id._serialized, 'Three');
      const [, text, before] = await edited;
      expect([before, text]).toEqual(['Thre', 'Three']);
      const { message: own } = await send(ANA, 'Foru');
      const seen = seenBy(simulator, 'edited');
      expect((await own.edit('Four'))?.body).toBe('Four');
      expect((await seen).slice(1)).toEqual([own.id._serialized, 'Four']);
    });

    it('is taken back by either side', async () => {
      const message = await hear({ from: ANA, text: 'Oops' });
      const gone = nextOf(client, 'message_revoke_everyone');
      simulator.revoke(OWNER, message.id._serialized);
      expect((await gone)[0]).toMatchObject({ type: 'revoked', id: { id: message.id.id } });
      const { message: own } = await send(ANA, 'Wrong chat');
      const seen = seenBy(simulator, 'revoked');
      await own.delete(true);
      expect((await seen)[1]).toBe(own.id._serialized);
    });
  });

  describe('people', () => {
    it('who go by a LID are found by either address', async () => {
      const message = await hear({ from: LEO, text: 'It is me' });
      expect(message.from).toBe(LEO_LID);
      expect(await client.getContactLidAndPhone([LEO_LID])).toEqual([{ lid: LEO_LID, pn: LEO }]);
      expect((await message.getContact()).id._serialized).toBe(LEO);
      const { arrived } = await send(LEO, 'Hello Leo');
      expect(arrived).toMatchObject({ chat: LEO_LID, from: '999000111@lid' });
    });

    it('are on WhatsApp or not', async () => {
      expect(await client.getNumberId(ANA)).toMatchObject({ _serialized: ANA });
      expect(await client.isRegisteredUser('15550109999@c.us')).toBe(false);
    });

    it('show a picture or hide it', async () => {
      expect(await client.getProfilePicUrl(ANA)).toBe(PICTURE);
      expect(await client.getProfilePicUrl(LEO)).toBeUndefined();
    });

    it('write in a group under their own name', async () => {
      const message = await hear({ from: ANA, group: GROUP, text: 'Hello all' });
      expect(message).toMatchObject({ from: GROUP, author: ANA });
      expect(await message.getChat()).toMatchObject({ isGroup: true, name: 'Suppliers' });
      const { arrived } = await send(GROUP, 'Hello Ana');
      expect(arrived).toMatchObject({ chat: GROUP, participant: OWNER });
    });
  });

  describe('chats', () => {
    it('are marked as read and typed in', async () => {
      const seen = seenBy(simulator, 'seen');
      await client.sendSeen(ANA);
      expect((await seen)[1]).toBe(ANA);
      const typing = seenBy(simulator, 'typing');
      const chat = await client.getChatById(ANA);
      await chat.sendStateTyping();
      expect((await typing).slice(1)).toEqual([ANA, 'composing']);
    });

    it('count what nobody read, until somebody reads it on the phone', async () => {
      simulator.read(OWNER, ANA);
      await hear({ from: ANA, text: 'One' });
      await hear({ from: ANA, text: 'Two' });
      const unread = async () => (await client.getChatById(ANA)).unreadCount;
      await eventually(async () => expect(await unread()).toBe(2));
      simulator.read(OWNER, ANA);
      await eventually(async () => expect(await unread()).toBe(0));
    });

    it('give their past page by page, each message once', async () => {
      const chat = await client.getChatById(ANA);
      const messages = await chat.fetchMessages({ limit: 500 });
      const old = messages.map(({ body }) => body).filter((body) => body.startsWith('old'));
      expect(new Set(old).size).toBe(45);
      expect(old).toHaveLength(45);
      const asked = seenBy(simulator, 'history-asked');
      expect(await chat.syncHistory()).toBe(true);
      await asked;
    });
  });

  describe('the connection', () => {
    it('comes back after a break, with what was written meanwhile', async () => {
      const changed = nextOf(client, 'change_state');
      const heard = nextOf(client, 'message');
      simulator.drop(OWNER);
      simulator.deliver(OWNER, { from: ANA, text: 'while away' });
      expect((await changed)[0]).toBe('TIMEOUT');
      expect((await heard)[0].body).toBe('while away');
    });

    it('asked for no module that is not there', async () => {
      const asked = (await client.pupPage?.evaluate('window.__asked')) as Record<string, number>;
      expect(Object.keys(asked).length).toBeGreaterThan(45);
      await expect(client.pupPage?.evaluate('window.require("WAWebNowhere")')).rejects.toThrow(
        'Requiring unknown module "WAWebNowhere"',
      );
      expect(simulator.ledger.refused).toEqual([]);
    });
  });
});
