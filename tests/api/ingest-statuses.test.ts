import type { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { newWamid, received, reported } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import {
  conversationsOf,
  createIngestCompany,
  findMessage,
  messagesOf,
  sendText,
} from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf } from '../support/paging';
import { readRow, WithMessageId } from '../support/stored-rows';

const permutations = <Item>(items: Item[]): Item[][] =>
  items.length <= 1
    ? [items]
    : items.flatMap((item, index) =>
        permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
      );

const TIMES = {
  sent: '2026-04-01T10:00:01.000Z',
  delivered: '2026-04-01T10:00:02.000Z',
  read: '2026-04-01T10:00:03.000Z',
  failed: '2026-04-01T10:00:04.000Z',
} as const;
const FAILURE = { kind: 'rejected', message: 'Undeliverable', upstreamCode: '131026' } as const;

onEachDatabase("WhatsApp's reports", (installation) => {
  const becomes = (company: IngestCompany, message: Message, status: string) =>
    eventually(async () => {
      const now = await findMessage(company.api, message);
      expect(now.status).toBe(status);
      return now;
    });
  const acceptedMessage = async (company: IngestCompany, conversationId: string) => {
    const message = await becomes(company, await sendText(company.api, conversationId), 'sent');
    const { id: messageId } = (await acceptedOf(installation, company.meta)).at(-1) ?? { id: '' };
    return { message, messageId };
  };

  it('end in the same state in each of their 24 orders', async () => {
    const company = await createIngestCompany(installation);
    const orders = permutations(['sent', 'delivered', 'read', 'failed'] as const);
    await company.receive(...orders.map(() => received()));
    const chats = await conversationsOf(company.api);
    const messages = await Promise.all(chats.map(({ id }) => sendText(company.api, id)));
    for (const message of messages) await becomes(company, message, 'sent');
    const accepted = await acceptedOf(installation, company.meta);
    const idAtMeta = new Map(accepted.map(({ id, reference }) => [reference, id]));

    for (const turn of [0, 1, 2, 3]) {
      const reports = messages.map((message, index) => {
        const status = orders[index]?.[turn] ?? 'sent';
        const error = status === 'failed' ? FAILURE : undefined;
        return reported({ status, messageId: idAtMeta.get(`${message.id}.1`), at: TIMES[status], error });
      });
      await company.receive(...reports);
    }
    const ends = await Promise.all(messages.map((message) => findMessage(company.api, message)));
    expect(ends.map(({ status, failure, times }) => ({ status, failure, times }))).toEqual(
      orders.map(() => ({ status: 'read', failure: null, times: TIMES })),
    );
    const inTheList = (await conversationsOf(company.api)).map(({ lastMessage }) => lastMessage?.status);
    expect(inTheList).toEqual(orders.map(() => 'read'));
  });

  it('say why a message failed after it was sent', async () => {
    const company = await createIngestCompany(installation);
    const { message, messageId } = await acceptedMessage(company, (await company.openConversation()).id);
    await company.receive(
      reported({ status: 'failed', messageId, error: { ...FAILURE, remedy: 'Ask for another number.' } }),
      reported({ status: 'sent', messageId }),
    );
    expect(await findMessage(company.api, message)).toMatchObject({
      status: 'failed',
      failure: { code: '131026', reason: 'Undeliverable', remedy: 'Ask for another number.' },
    });
  });

  it('change nothing when they come again', async () => {
    const company = await createIngestCompany(installation);
    const { messageId } = await acceptedMessage(company, (await company.openConversation()).id);
    const report = reported({ status: 'delivered', messageId });
    await company.receive(report);
    const [before, cursor] = [await conversationsOf(company.api), await changeCursorOf(company.api)];
    await Promise.all(Array.from({ length: 10 }, () => company.receive(report)));
    expect(await conversationsOf(company.api)).toEqual(before);
    const page = await company.api.get(`/whatsapp/changes?after=${cursor}`);
    expect(page.body).toMatchObject({ data: { messages: [], conversations: [] } });
  });

  it('settle a message by our own reference when they overtake the answer', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'latency', ms: 1_500 });
    const message = await becomes(company, await sendText(company.api, id), 'sending');
    const messageId = newWamid();
    await company.receive(reported({ status: 'delivered', messageId, clientRef: `${message.id}.1` }));
    expect((await findMessage(company.api, message)).status).toBe('delivered');

    // The answer comes after all, and changes nothing but what it knows.
    await eventually(async () => expect(await acceptedOf(installation, company.meta)).toHaveLength(1));
    await eventually(async () =>
      expect(Object.keys((await findMessage(company.api, message)).times).sort()).toEqual([
        'delivered',
        'sent',
      ]),
    );
    expect((await findMessage(company.api, message)).status).toBe('delivered');
  });

  it('settle a send whose answer was lost, by our own reference', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'reset', moment: 'after' });
    const message = await becomes(company, await sendText(company.api, id), 'unknown');
    const [atMeta] = await acceptedOf(installation, company.meta);
    expect(atMeta?.reference).toBe(`${message.id}.1`);

    await company.receive(
      reported({ status: 'sent', messageId: atMeta?.id, clientRef: atMeta?.reference ?? undefined }),
    );
    expect(await findMessage(company.api, message)).toMatchObject({ status: 'sent', failure: null });
    await company.receive(reported({ status: 'read', messageId: atMeta?.id })); // from now on by WhatsApp's id, too
    expect((await findMessage(company.api, message)).status).toBe('read');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
  });

  it('of an earlier try do not fail the present one', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'reset', moment: 'after' });
    const message = await becomes(company, await sendText(company.api, id), 'unknown');
    await company.api.post(`/whatsapp/messages/${message.id}/retry`);
    await becomes(company, message, 'sent');
    const [first, second] = await acceptedOf(installation, company.meta);

    await company.receive(
      reported({ status: 'failed', messageId: first?.id, clientRef: first?.reference ?? '', error: FAILURE }),
    );
    expect(await findMessage(company.api, message)).toMatchObject({ status: 'sent', failure: null });
    await company.receive(
      reported({
        status: 'failed',
        messageId: second?.id,
        clientRef: second?.reference ?? '',
        error: FAILURE,
      }),
    );
    expect((await findMessage(company.api, message)).status).toBe('failed');
  });

  it('about messages that are not ours are kept in the log only', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(
      reported({ status: 'read' }),
      reported({ status: 'failed', clientRef: 'from-another-system' }),
      reported({ status: 'failed', clientRef: `${'x'.repeat(24)}.1` }),
    );
    expect(await conversationsOf(company.api)).toEqual([]);
  });

  it('never touch a message of another company, whatever reference they carry', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const { message, messageId } = await acceptedMessage(company, (await company.openConversation()).id);
    await other.receive(
      reported({ status: 'failed', messageId, clientRef: `${message.id}.1`, error: FAILURE }),
      reported({ status: 'read', clientRef: `${message.id}.1` }),
    );
    expect((await findMessage(company.api, message)).status).toBe('sent');
  });

  it('never touch a message of a customer', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const [question] = await messagesOf(company.api, id);
    const row = await readRow(
      WithMessageId,
      installation.database()('whatsapp_messages').where({ document_id: question?.id }).first('message_id'),
    );
    await company.receive(
      reported({ status: 'failed', messageId: row.message_id, error: FAILURE }),
      reported({ status: 'read', clientRef: `${question?.id}.0` }),
    );
    expect(await messagesOf(company.api, id)).toEqual([question]);
  });
});
