import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from '../support/api-client';
import { reported } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import { createIngestCompany, findMessage, messagesOf, sendText } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { readError } from '../support/api-error';
import { readRow, WithMessageId } from '../support/stored-rows';

onEachDatabase('sending again', (installation) => {
  const retry = (company: IngestCompany, { id }: { id: string }) =>
    company.api.post(`/whatsapp/messages/${id}/retry`);
  const becomes = (company: IngestCompany, message: Message, status: string) =>
    eventually(async () => {
      const now = await findMessage(company.api, message);
      expect(now.status).toBe(status);
      return now;
    });
  const failedMessage = async (company: IngestCompany, conversationId: string) => {
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    return becomes(company, await sendText(company.api, conversationId), 'failed');
  };

  it("is offered for what failed, with WhatsApp's code and a reason, and forgets both", async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const failed = await failedMessage(company, id);
    expect(failed.failure?.code).toBe('131026');
    expect(failed.failure?.reason).not.toBe('');
    expect(Object.keys(failed.times)).toEqual(['failed']);

    const reply = await retry(company, failed);
    expect(reply.status).toBe(202);
    expect(readData(Message, reply)).toMatchObject({ id: failed.id, status: 'queued', failure: null });
    const sent = await becomes(company, failed, 'sent');
    expect(sent).toMatchObject({ failure: null, clientId: failed.clientId });
    expect(Object.keys(sent.times)).toEqual(['sent']);
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
  });

  it('is offered for what may have been sent, and never happens by itself', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'reset', moment: 'after' });
    const unknown = await becomes(company, await sendText(company.api, id), 'unknown');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);

    // The next message of the chat goes its way: what is unknown holds nobody up.
    await becomes(company, await sendText(company.api, id, 'next'), 'sent');
    expect((await findMessage(company.api, unknown)).status).toBe('unknown');

    expect((await retry(company, unknown)).status).toBe(202);
    await becomes(company, unknown, 'sent');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(3);
  });

  it('is a try of its own, which the proof that the first one got through makes needless', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await nextSendMeets(installation, company.meta, { kind: 'reset', moment: 'after' });
    const unknown = await becomes(company, await sendText(company.api, id), 'unknown');
    await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
    await retry(company, unknown);
    await becomes(company, unknown, 'failed');

    const [first] = await acceptedOf(installation, company.meta);
    expect(first?.reference).toBe(`${unknown.id}.1`);
    await company.receive(
      reported({ status: 'sent', messageId: 'wamid.first', clientRef: first?.reference ?? '' }),
    );
    expect(await becomes(company, unknown, 'sent')).toMatchObject({ failure: null });
    await company.receive(
      reported({ status: 'failed', messageId: 'wamid.second', clientRef: `${unknown.id}.3` }),
    );
    expect((await findMessage(company.api, unknown)).status).toBe('sent');
  });

  it('may be decided against: then nobody is asked any more, and a report settles it all the same', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const leave = ({ id: messageId }: Message) => company.api.post(`/whatsapp/messages/${messageId}/leave`);
    await nextSendMeets(installation, company.meta, { kind: 'reset', moment: 'after' });
    const unknown = await becomes(company, await sendText(company.api, id), 'unknown');
    expect(unknown.decideAt).toEqual(expect.any(String));

    expect(readData(Message, await leave(unknown))).not.toHaveProperty('decideAt');
    expect(readData(Message, await leave(unknown)).status).toBe('unknown');
    expect(await findMessage(company.api, unknown)).not.toHaveProperty('decideAt');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);

    const [first] = await acceptedOf(installation, company.meta);
    await company.receive(reported({ status: 'delivered', clientRef: first?.reference ?? '' }));
    await becomes(company, unknown, 'delivered');
    const again = await leave(unknown);
    expect([again.status, readError(again).kind]).toEqual([409, 'conflict']);
  });

  it('happens once when it is asked for ten times at once', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const failed = await failedMessage(company, id);
    const replies = await Promise.all(Array.from({ length: 10 }, () => retry(company, failed)));
    expect(replies.map(({ status }) => status).sort()).toEqual([202, ...Array<number>(9).fill(409)]);
    await becomes(company, failed, 'sent');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
  });

  it('is refused for everything else', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const [question] = await messagesOf(company.api, id);
    const sent = await becomes(company, await sendText(company.api, id), 'sent');
    const { message_id: messageId } = await readRow(
      WithMessageId,
      installation.database()('whatsapp_messages').where({ document_id: sent.id }).first('message_id'),
    );
    const refused = [await retry(company, question as Message), await retry(company, sent)];
    for (const status of ['delivered', 'read', 'played'] as const) {
      await company.receive(reported({ status, messageId }));
      await becomes(company, sent, status);
      refused.push(await retry(company, sent));
    }
    await nextSendMeets(installation, company.meta, { kind: 'latency', ms: 1_500 });
    const [onItsWay, waiting] = [await sendText(company.api, id), await sendText(company.api, id)];
    refused.push(await retry(company, onItsWay), await retry(company, waiting));

    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 409));
    expect(new Set(refused.map((reply) => readError(reply).kind))).toEqual(new Set(['conflict']));
    await becomes(company, waiting, 'sent');
    expect(await acceptedOf(installation, company.meta)).toHaveLength(3);
  });

  it('is unknown to another company, and for ids that are none', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const failed = await failedMessage(company, (await company.openConversation()).id);
    const replies = await Promise.all(
      [failed.id, 'unknown', '%00'].map((id) => other.api.post(`/whatsapp/messages/${id}/retry`)),
    );
    expect(replies.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await findMessage(company.api, failed)).status).toBe('failed');
  });
});
