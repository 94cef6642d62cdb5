import { readError } from '../support/api-error';
import { actsOf, auditOf } from '../support/audit-log';
import { changeFor, deliveryOf, received } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { untilProcessed } from '../support/inbound-log';
import { conversationsOf, createIngestCompany, messagesOf } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import {
  bodyOf,
  decide,
  deliverUnread,
  insertFailing,
  metaBody,
  metaChange,
  metaText,
  pageOf,
  untilLeft,
} from '../support/quarantine';

const previewsOf = async ({ api }: IngestCompany): Promise<(string | null | undefined)[]> =>
  (await conversationsOf(api)).map(({ lastMessage }) => lastMessage?.preview).sort();

onEachDatabase('the quarantine', (installation) => {
  let company: IngestCompany;
  beforeEach(async () => {
    company = await createIngestCompany(installation);
  });

  it('lists the newest first, page by page, and counts what waits by its reason', async () => {
    for (const raw of ['{"n":1}', '{"n":2}', '{"n":3}']) await deliverUnread(company, raw);
    await company.bridge.deliver(
      deliveryOf(company.webhook, [changeFor({ phoneNumberId: '900000000000009' }, [received()])]),
    );
    const first = await pageOf(company.api, '?limit=3');
    const second = await pageOf(company.api, `?limit=3&cursor=${first.meta.nextCursor ?? ''}`);
    expect(first.meta.counts).toEqual({ malformed: 3, 'unknown-number': 1, failed: 0 });
    expect(second.meta.nextCursor).toBeNull();
    const all = [...first.data, ...second.data];
    expect(all).toMatchObject([
      { reason: 'unknown-number', phoneNumberId: '900000000000009', field: 'messages' },
      { reason: 'malformed', detail: 'This cannot be understood', sizeBytes: 7 },
      { reason: 'malformed' },
      { reason: 'malformed' },
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(4);
    expect((await pageOf(company.api, '?reason=malformed')).data).toHaveLength(3);
  });

  it('shows the body word for word, and writes down who read it', async () => {
    const raw = '{"Grüße": "<b>to</b> \\"you\\"", "n": 1.50}';
    await deliverUnread(company, raw);
    const [line] = (await pageOf(company.api)).data;
    expect(await bodyOf(company.api, line?.id ?? '')).toBe(raw);
    expect((await auditOf(company.api))[0]).toMatchObject({
      action: 'inbound.read',
      actor: { kind: 'member', name: 'Olga Owner' },
      subject: { kind: 'inbound-event', id: line?.id },
    });
  });

  it('replays what the bridge has learnt to read since', async () => {
    await deliverUnread(company, JSON.stringify(metaChange(company, metaText('Understood at last'))));
    const [line] = (await pageOf(company.api)).data;
    expect(await decide(company.api, 'replay', { ids: [line?.id ?? ''] })).toBe(1);
    await eventually(async () => expect(await previewsOf(company)).toEqual(['Understood at last']));
    await untilLeft(company.api);
    expect((await auditOf(company.api))[0]).toMatchObject({
      action: 'inbound.replayed',
      details: { count: '1' },
    });
  });

  it('finds every change in a body of which nothing was understood', async () => {
    const changes = ['One', 'Two', 'Three'].map((text) => metaChange(company, metaText(text)));
    await deliverUnread(company, JSON.stringify(metaBody(company, ...changes)));
    expect(await decide(company.api, 'replay', { reason: 'malformed' })).toBe(1);
    await eventually(async () => expect(await previewsOf(company)).toEqual(['One', 'Three', 'Two']));
    await untilLeft(company.api);
  });

  it('replays everything that failed for the same reason, and nothing else', async () => {
    const raws = ['A', 'B'].map((text) => JSON.stringify(metaChange(company, metaText(text))));
    await insertFailing(installation, company, raws);
    await deliverUnread(company, '{"strange":true}');
    await eventually(async () =>
      expect((await pageOf(company.api)).meta.counts).toMatchObject({ failed: 2, malformed: 1 }),
    );
    expect(await decide(company.api, 'replay', { reason: 'failed' })).toBe(2);
    await eventually(async () => expect(await previewsOf(company)).toEqual(['A', 'B']));
    await untilLeft(company.api, { reason: 'malformed' });
  });

  it('changes nothing that was applied before', async () => {
    const [known, unknown] = [metaText('Read at once'), metaText('Not yet')];
    const raw = metaChange(company, known, unknown);
    const { id: messageId, from: waId } = known as { id: string; from: string };
    const half = changeFor(
      { phoneNumberId: company.meta.number.id },
      [received({ messageId, from: { waId }, text: 'Read at once' })],
      { raw: JSON.stringify(raw), problem: 'messages[1] cannot be understood' },
    );
    await company.bridge.deliver(deliveryOf(company.webhook, [half]));
    expect(await previewsOf(company)).toEqual(['Read at once']);
    const [line] = (await pageOf(company.api)).data;

    await decide(company.api, 'replay', { ids: [line?.id ?? ''] });
    await eventually(async () => expect(await previewsOf(company)).toEqual(['Not yet', 'Read at once']));
    await untilProcessed(installation, [half.key]);
    expect(await decide(company.api, 'replay', { ids: [line?.id ?? ''] })).toBe(0);
    const chats = await conversationsOf(company.api);
    const messages = await Promise.all(chats.map(({ id }) => messagesOf(company.api, id)));
    expect(messages.map(({ length }) => length)).toEqual([1, 1]);
    expect(chats.map(({ unreadCount }) => unreadCount)).toEqual([1, 1]);
  });

  it('keeps what still nobody understands', async () => {
    await deliverUnread(company, '{"strange":true}');
    const [line] = (await pageOf(company.api)).data;
    await decide(company.api, 'replay', { ids: [line?.id ?? ''] });
    await untilLeft(company.api, {
      id: line?.id,
      reason: 'malformed',
      detail: 'The change has no value',
    });
  });

  it('forgets nothing that was dismissed until its time is over, and replays it all the same', async () => {
    await deliverUnread(company, JSON.stringify(metaChange(company, metaText('After all'))));
    const [line] = (await pageOf(company.api)).data;
    const ids = [line?.id ?? ''];
    expect(await decide(company.api, 'dismiss', { ids })).toBe(1);
    expect((await pageOf(company.api)).data).toEqual([]);
    expect((await pageOf(company.api, '?show=dismissed')).data).toMatchObject([{ state: 'dismissed' }]);
    expect(await decide(company.api, 'dismiss', { ids })).toBe(0);
    expect(await decide(company.api, 'replay', { reason: 'malformed' })).toBe(0);

    expect(await decide(company.api, 'replay', { ids })).toBe(1);
    await eventually(async () => expect(await previewsOf(company)).toEqual(['After all']));
    const acts = ['inbound.replayed', 'inbound.dismissed'].map((act) => `member Olga Owner: ${act} `);
    expect((await actsOf(company.api)).slice(0, 2)).toEqual(acts);
  });

  it('lets nobody decide about another company’s lines, nor read them', async () => {
    const other = await createIngestCompany(installation);
    await deliverUnread(other, JSON.stringify(metaChange(other, metaText('Theirs'))));
    await deliverUnread(company, '{"ours":true}');
    const [theirs] = (await pageOf(other.api)).data;
    const [ours] = (await pageOf(company.api)).data;
    const ids = [ours?.id ?? '', theirs?.id ?? ''];
    const replies = await Promise.all([
      company.api.post('/whatsapp/quarantine/replay', { ids }),
      company.api.post('/whatsapp/quarantine/dismiss', { ids }),
      company.api.get(`/whatsapp/quarantine/${ids[1]}/body`),
    ]);
    expect(replies.map((reply) => [reply.status, readError(reply).kind])).toEqual(
      replies.map(() => [404, 'not-found']),
    );
    expect(await decide(company.api, 'dismiss', { reason: 'malformed' })).toBe(1);
    expect((await pageOf(other.api)).data).toMatchObject([{ state: 'quarantined' }]);
  });

  it('gives nothing to the number of another Meta app than the one that signed it', async () => {
    const stranger = await createIngestCompany(installation);
    const raw = JSON.stringify(metaChange(stranger, metaText('For a stranger')));
    await deliverUnread(company, raw);
    await decide(company.api, 'replay', { reason: 'malformed' });
    await untilLeft(company.api, { reason: 'unknown-number' });
    expect(await conversationsOf(stranger.api)).toEqual([]);
  });
});
