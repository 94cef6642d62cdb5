import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../../test/support/eventually';
import { ManualClock } from '../../../test/support/manual-clock';
import { reportEvent, saidEvent } from '../../../test/support/web-events';
import { openSpoolDatabase, SPOOL_FILE, type Database } from './database';
import { createMemory } from './memory';
import { createSpool, type Spool } from './spool';

const HOOK = path.resolve(__dirname, '../../../test/support/require-typescript.js');
const WRITER = path.resolve(__dirname, '../../../test/fake/spool-writer.ts');

jest.setTimeout(60_000);

describe('the spool', () => {
  let folder: string;
  let database: Database;
  let spool: Spool;
  const clock = new ManualClock();

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spool-'));
    database = openSpoolDatabase(folder);
    spool = createSpool(database, clock);
  });
  afterEach(() => {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const append = (channelId: string, ...ids: string[]): number =>
    spool.append(
      channelId,
      7,
      ids.map((id) => ({ event: saidEvent(id), origin: 'live' as const })),
    );
  const waiting = (channelId: string): string[] =>
    spool.next(channelId, 100).map(({ event }) => event.messageId);

  it('gives the events of a channel in the order in which they came', () => {
    append('one', 'in.1', 'in.2');
    append('two', 'in.9');
    append('one', 'in.3');
    expect(waiting('one')).toEqual(['in.1', 'in.2', 'in.3']);
    expect(spool.channels().sort()).toEqual(['one', 'two']);
  });

  it('says under which lease an event was heard', () => {
    append('one', 'in.1');
    expect(spool.next('one', 1)).toMatchObject([{ channelId: 'one', fence: 7, origin: 'live' }]);
  });

  it('takes the same event once, before and after it was handed on', () => {
    expect(append('one', 'in.1', 'in.1')).toBe(1);
    expect(append('one', 'in.1')).toBe(0);
    spool.commit(spool.next('one', 9).map(({ id }) => id));
    expect(append('one', 'in.1')).toBe(0);
    expect(waiting('one')).toEqual([]);
  });

  it('takes the same id from two channels, for they are two messages', () => {
    append('one', 'in.1');
    expect(append('two', 'in.1')).toBe(1);
  });

  it('tells the reports about one message apart', () => {
    const events = (['sent', 'delivered', 'sent'] as const).map((status) => ({
      event: reportEvent('out.1', status),
      origin: 'live' as const,
    }));
    expect(spool.append('one', 7, events)).toBe(2);
  });

  it('keeps no words of what was handed on', () => {
    append('one', 'in.secretive');
    spool.commit(spool.next('one', 9).map(({ id }) => id));
    database.pragma('wal_checkpoint(TRUNCATE)');
    expect(spool.waiting().depth).toBe(0);
    expect(readFileSync(path.join(folder, SPOOL_FILE)).includes('This is in.secretive')).toBe(false);
  });

  it('sets aside what it cannot read, and goes on with the rest', () => {
    append('one', 'in.1', 'in.2');
    database.prepare(`UPDATE events SET event = '{"type":"old"}' WHERE key = 'in.1'`).run();
    const unreadable: number[] = [];
    const later = createSpool(database, clock, (id) => unreadable.push(id));
    expect(later.next('one', 9).map(({ event }) => event.messageId)).toEqual(['in.2']);
    expect(later.next('one', 9).map(({ event }) => event.messageId)).toEqual(['in.2']);
    expect(unreadable).toHaveLength(1);
  });

  it('can be read by nobody else on the machine', () => {
    expect(statSync(path.join(folder, SPOOL_FILE)).mode & 0o077).toBe(0);
  });

  it('forgets what it remembered of old events, and nothing that waits', () => {
    append('one', 'in.1', 'in.2');
    spool.commit(spool.next('one', 1).map(({ id }) => id));
    clock.advance(61 * 24 * 60 * 60 * 1_000);
    spool.prune();
    expect(waiting('one')).toEqual(['in.2']);
    expect(append('one', 'in.1')).toBe(1);
  });

  it('has everything that it took when its process is killed', async () => {
    const writer = spawn(process.execPath, ['-r', HOOK, WRITER, folder, 'killed'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    writer.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(() => output.split('\n').length > 50, { withinMs: 30_000, what: 'fifty events' });
    writer.kill('SIGKILL');
    await eventually(() => writer.signalCode === 'SIGKILL', { what: 'the end of the writer' });
    const promised = output.split('\n').slice(0, -1);
    expect(spool.next('killed', 1_000_000).map(({ event }) => event.messageId)).toEqual(
      expect.arrayContaining(promised),
    );
  });

  describe('remembers of messages that left', () => {
    const intent = (clientRef: string, at = clock.now()) => ({ clientRef, fingerprint: 'f', at });
    const message = { messageId: 'out.1', serializedId: 'true_15550100123@c.us_1' };

    it('whose they are, in another life of the process too', () => {
      const { sent } = createMemory(database, 'one', clock);
      sent.intend(intent('m1.1'));
      expect(sent.openIntents()).toEqual([intent('m1.1')]);
      sent.assign('m1.1', message);
      const later = createMemory(database, 'one', clock).sent;
      expect(later.clientRefOf('out.1')).toBe('m1.1');
      expect(later.openIntents()).toEqual([]);
      expect(later.pending()).toEqual([{ ...message, ack: 0 }]);
    });

    it('nothing of what never left', () => {
      const { sent } = createMemory(database, 'one', clock);
      sent.intend(intent('m1.1'));
      sent.withdraw('m1.1');
      expect(sent.openIntents()).toEqual([]);
    });

    it('how far they came, and never less', () => {
      const { sent } = createMemory(database, 'one', clock);
      sent.follow(message);
      sent.acknowledge('out.1', 2);
      sent.acknowledge('out.1', 1);
      expect(sent.pending()).toEqual([{ ...message, ack: 2 }]);
      sent.acknowledge('out.1', 3);
      expect(sent.pending()).toEqual([]);
    });

    it('that one taken for the phone’s was ours after all', () => {
      const { sent } = createMemory(database, 'one', clock);
      sent.intend(intent('m1.1'));
      sent.follow(message);
      sent.assign('m1.1', message);
      expect(sent.clientRefOf('out.1')).toBe('m1.1');
    });

    it('nothing of another channel’s', () => {
      createMemory(database, 'one', clock).sent.intend(intent('m1.1'));
      expect(createMemory(database, 'two', clock).sent.openIntents()).toEqual([]);
    });
  });

  it('remembers since when a login hears everything', () => {
    const memory = createMemory(database, 'one', clock);
    expect(memory.login()).toBeUndefined();
    memory.linked(3);
    expect(memory.login()).toEqual({ linkedAt: clock.now(), heardAt: undefined, fence: 3 });
    memory.heard();
    expect(memory.login()?.heardAt).toBe(clock.now());
    memory.unlinked();
    expect(memory.login()).toBeUndefined();
  });
});
