import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from 'whatsapp-web.js';
import type { BridgeEvent } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { ManualClock } from '../../../test/support/manual-clock';
import { openSpoolDatabase, type Database } from '../../sessions/spool/database';
import { createMemory } from '../../sessions/spool/memory';
import type { SentMemory } from './engine';
import { fingerprintOf } from './fingerprint';
import { createIncoming, type Incoming } from './incoming';

const ANA = '15550100123@c.us';

describe('what happens in the page', () => {
  let folder: string;
  let database: Database;
  let memory: SentMemory;
  let incoming: Incoming;
  let page: EventEmitter;
  let events: BridgeEvent[];
  let whoIs: (wid: string) => Promise<{ waId: string }>;
  const clock = new ManualClock();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'incoming-'));
    database = openSpoolDatabase(folder);
    memory = createMemory(database, 'one', clock).sent;
    events = [];
    whoIs = () => Promise.resolve({ waId: '15550100123' });
    incoming = createIncoming({
      people: { addressesOf: (wid) => whoIs(wid) },
      isMe: () => false,
      takesGroups: false,
      memory,
      clock,
      signal: (signal) => events.push(...('event' in signal ? [signal.event] : [])),
      onAck: () => undefined,
    });
    page = new EventEmitter();
    incoming.attach(page as unknown as Client);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const messageOf = (id: string, fields: object = {}, fromMe = true, chat = ANA) => ({
    id: { id, fromMe, remote: chat, _serialized: `${String(fromMe)}_${chat}_${id}` },
    type: 'chat',
    t: Math.floor(clock.now() / 1_000),
    ...fields,
  });
  const happens = (message: object) => page.emit('message_create', { rawData: message });
  const intend = (clientRef: string, body: string) =>
    memory.intend({ clientRef, fingerprint: fingerprintOf({ type: 'text', body }), at: clock.now() });
  const told = () => events.map(({ type, messageId }) => `${type} ${messageId}`);

  it('is told in its order, however long it takes to learn who somebody is', async () => {
    let answer: (who: { waId: string }) => void = () => undefined;
    const slow = new Promise<{ waId: string }>((resolve) => (answer = resolve));
    const answers = [slow];
    whoIs = () => answers.shift() ?? Promise.resolve({ waId: '15550100123' });
    for (const id of ['AAAA', 'BBBB', 'CCCC']) happens(messageOf(id, { body: id }, false));
    answer({ waId: '15550100123' });
    await incoming.settled();
    expect(told()).toEqual([
      'message.received in.AAAA',
      'message.received in.BBBB',
      'message.received in.CCCC',
    ]);
  });

  it('goes on after something that could not be read', async () => {
    const answers = [Promise.reject(new Error('nobody knows')), Promise.resolve({ waId: '15550100123' })];
    whoIs = () => answers.shift() ?? Promise.reject(new Error('asked too often'));
    happens(messageOf('AAAA', { body: 'One' }, false));
    happens(messageOf('BBBB', { body: 'Two' }, false));
    await incoming.settled();
    expect(told()).toEqual(['message.received in.BBBB']);
  });

  it.each(['status@broadcast', '120363000000000001@newsletter', '120363000000000001@g.us'])(
    'in %s is left alone',
    async (chat) => {
      happens(messageOf('AAAA', { body: 'Look' }, false, chat));
      await incoming.settled();
      expect(events).toEqual([]);
    },
  );

  it('tells the message that is being sent from one typed on the phone in that moment', async () => {
    intend('m1.1', 'Ours');
    const held = incoming.hold();
    happens(messageOf('AAAA', { body: 'Ours', ack: 0 }));
    happens(messageOf('BBBB', { body: 'Typed on the phone', ack: 1 }));
    await incoming.settled();
    expect(events).toEqual([]);
    memory.assign('m1.1', { messageId: 'out.AAAA', serializedId: messageOf('AAAA').id._serialized });
    await held.release();
    expect(told()).toEqual(['message.echoed out.BBBB', 'message.reported out.BBBB']);
  });

  it('settles what an earlier life sent and never learned the id of, each message once', async () => {
    intend('m1.1', 'Yes');
    intend('m2.1', 'Yes');
    const found = ['AAAA', 'BBBB', 'CCCC'].map((id) => messageOf(id, { body: 'Yes', ack: 2 }));
    await incoming.takeFound(found, 'caught-up');
    const refs = events.map((event) => ('clientRef' in event ? event.clientRef : undefined));
    expect(told()).toEqual([
      'message.reported out.AAAA',
      'message.reported out.BBBB',
      'message.echoed out.CCCC',
      'message.reported out.CCCC',
    ]);
    expect(refs.slice(0, 2)).toEqual(['m1.1', 'm2.1']);
  });

  it('takes no older message for the one that was being sent', async () => {
    intend('m1.1', 'Yes');
    const older = messageOf('AAAA', { body: 'Yes', t: Math.floor(clock.now() / 1_000) - 3_600 });
    await incoming.takeFound([older], 'caught-up');
    expect(told()).toEqual(['message.echoed out.AAAA']);
    expect(memory.openIntents()).toHaveLength(1);
  });

  it('reports of pending messages only what is new', async () => {
    const acks = [messageOf('AAAA', { ack: 2 }), messageOf('BBBB', { ack: 3 })];
    await incoming.takeAcks(acks, new Map([['out.AAAA', 2]]));
    expect(told()).toEqual(['message.reported out.BBBB']);
  });

  it('is a message that could not be decrypted, beside the one that may still come', async () => {
    page.emit('message_ciphertext_failed', { rawData: messageOf('AAAA', { type: 'ciphertext' }, false) });
    happens(messageOf('AAAA', { body: 'Decrypted late' }, false));
    await incoming.settled();
    expect(told()).toEqual(['message.received in.AAAA.undecrypted', 'message.received in.AAAA']);
  });
});
