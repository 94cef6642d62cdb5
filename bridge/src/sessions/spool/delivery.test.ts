import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../../../test/support/eventually';
import { saidEvent } from '../../../test/support/web-events';
import { systemClock } from '../../kit/clock';
import { createLogger } from '../../kit/logger';
import { openSpoolDatabase, type Database } from './database';
import { createSpoolDelivery, type Deliver, type SpoolDelivery } from './delivery';
import { createSpool, type Spool, type SpooledEvent } from './spool';

const ALL: Deliver = (events) => Promise.resolve(events.map(({ id }) => id));

describe('the way from the spool to the plugin', () => {
  let folder: string;
  let database: Database;
  let spool: Spool;
  let delivery: SpoolDelivery | undefined;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'delivery-'));
    database = openSpoolDatabase(folder);
    spool = createSpool(database, systemClock);
  });
  afterEach(async () => {
    await delivery?.stop();
    database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const append = (channelId: string, ...ids: string[]): void =>
    void spool.append(
      channelId,
      1,
      ids.map((id) => ({ event: saidEvent(id), origin: 'live' as const })),
    );

  const start = (deliver: Deliver): SpooledEvent[] => {
    const handed: SpooledEvent[] = [];
    delivery = createSpoolDelivery({
      spool,
      deliver: (events) => {
        handed.push(...events);
        return deliver(events);
      },
      clock: systemClock,
      logger: createLogger('silent'),
      lookEveryMs: 20,
    });
    delivery.start();
    return handed;
  };
  const empty = () => eventually(() => spool.waiting().depth === 0, { what: 'an empty spool' });
  /** What is stuck would keep it from stopping for ever. */
  const stopWithoutWaiting = (): void => {
    void delivery?.stop();
    delivery = undefined;
  };
  const idsOf = (handed: SpooledEvent[]) => handed.map(({ event }) => event.messageId);

  it('hands on what waited from before, and what comes', async () => {
    append('one', 'in.1');
    const handed = start(ALL);
    await empty();
    append('one', 'in.2');
    delivery?.wake('one');
    await empty();
    expect(idsOf(handed)).toEqual(['in.1', 'in.2']);
  });

  it('finds what nobody hinted at', async () => {
    start(ALL);
    append('one', 'in.1');
    await empty();
  });

  it('offers again what was not kept, in its order', async () => {
    append('one', 'in.1', 'in.2', 'in.3');
    const answers: Deliver[] = [
      () => Promise.reject(new Error('the plugin is away')),
      (events) => Promise.resolve(events.slice(0, 1).map(({ id }) => id)),
    ];
    const handed = start((events) => (answers.shift() ?? ALL)(events));
    await empty();
    expect(idsOf(handed)).toEqual(['in.1', 'in.2', 'in.3', 'in.1', 'in.2', 'in.3', 'in.2', 'in.3']);
  });

  it('lets no channel wait for another one', async () => {
    append('stuck', 'in.1');
    append('well', 'in.2');
    start((events) => (events[0]?.channelId === 'stuck' ? new Promise(() => undefined) : ALL(events)));
    await eventually(() => spool.next('well', 1).length === 0, { what: 'the events of the other channel' });
    expect(spool.next('stuck', 1)).toHaveLength(1);
    stopWithoutWaiting();
  });

  it('believes no id that it did not hand over', async () => {
    append('one', 'in.1');
    append('two', 'in.2');
    const [other] = spool.next('two', 1);
    const answers: Deliver[] = [() => Promise.resolve([other?.id ?? 0, 999])];
    const handed = start((events) =>
      (answers.shift() ?? (() => new Promise<never>(() => undefined)))(events),
    );
    await eventually(() => handed.length >= 2, { what: 'both channels' });
    expect(spool.next('two', 1)).toHaveLength(1);
    stopWithoutWaiting();
  });
});
