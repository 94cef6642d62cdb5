import { Message, type Conversation } from '../../src/plugins/whatsapp/contracts/inbox';
import { WebSession } from '../../src/plugins/whatsapp/contracts/web-session';
import { readData } from '../support/api-client';
import { readError } from '../support/api-error';
import { newWaId, received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import { conversationsOf, createIngestCompany, sendRequest, sendText } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { createWebBridge, createWebChannel } from '../support/web-bridge';

const HOUR_MS = 3_600_000;

/** What the phone wrote to somebody. */
const typedTo = (waId: string) => ({
  type: 'message.echoed' as const,
  messageId: `out.${waId}`,
  to: { waId },
  sentAt: new Date().toISOString(),
  content: { type: 'text' as const, body: 'Typed on the phone' },
});

onEachDatabase('a number on WhatsApp Web', (installation) => {
  /** With chats of people who never answered, and so many new people a day. */
  const started = async (strangers: number, newContactsPerDay: number) => {
    const company = await createCompany(installation);
    const channel = await createWebChannel(company);
    await company.api.put(`/whatsapp/channels/${channel.id}/session`, { newContactsPerDay });
    const bridge = createWebBridge(installation);
    const people = Array.from({ length: strangers }, newWaId);
    await bridge.bring(channel.id, people.map(typedTo));
    const chats = await conversationsOf(company.api);
    const write = ({ id }: Pick<Conversation, 'id'>, more: { bulk?: boolean; clientId?: string } = {}) =>
      company.api.post(`/whatsapp/conversations/${id}/messages`, { ...sendRequest('Hello'), ...more });
    const later = (hours: number) => {
      const at = new Date(Date.now() - hours * HOUR_MS);
      return installation
        .database()('whatsapp_conversations')
        .whereNotNull('approached_at')
        .whereIn(
          'document_id',
          chats.map(({ id }) => id),
        )
        .update({ approached_at: installation.kind === 'sqlite' ? at.getTime() : at });
    };
    return { company, channel, bridge, people, chats, write, later };
  };

  it('writes to so many people a day who never wrote to it, and says when to the next', async () => {
    const { chats, write, later } = await started(3, 2);
    const [first, second, third] = chats as [Conversation, Conversation, Conversation];
    expect([(await write(first)).status, (await write(second)).status]).toEqual([202, 202]);
    const reply = await write(third);
    expect(reply.status).toBe(429);
    expect(readError(reply)).toMatchObject({
      kind: 'throttled',
      upstreamCode: 'new-contacts-per-day',
      message: 'This number may write to 2 new people a day, and has done so',
      remedy: 'It is possible again in about 24 hours. People who write to it can be answered at any time.',
    });
    await later(23.5);
    expect(readError(await write(third)).remedy).toContain('within the hour');
    await later(24.1);
    expect((await write(third)).status).toBe(202);
  });

  it('goes on with whom it has written to, and with whoever writes, however many there are', async () => {
    const { channel, bridge, people, chats, write } = await started(3, 1);
    const [first, second, third] = chats as [Conversation, Conversation, Conversation];
    const clientId = crypto.randomUUID();
    const message = readData(Message, await write(first, { clientId }));
    expect((await write(second)).status).toBe(429);
    expect((await write(first)).status).toBe(202);
    expect(readData(Message, await write(first, { clientId })).id).toBe(message.id);
    await bridge.bring(
      channel.id,
      people.map((waId) => received({ from: { waId }, text: 'Who is this?' })),
    );
    expect([(await write(second)).status, (await write(third)).status]).toEqual([202, 202]);
  });

  it('counts once for all who write at the same time', async () => {
    const { chats, write } = await started(6, 2);
    const statuses = (await Promise.all(chats.map((chat) => write(chat)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([202, 202, 429, 429, 429, 429]);
  });

  it('counts each number and each company for itself', async () => {
    const [one, other] = [await started(1, 1), await started(1, 1)];
    expect((await one.write(one.chats[0] as Conversation)).status).toBe(202);
    expect((await other.write(other.chats[0] as Conversation)).status).toBe(202);
    const second = await createWebChannel(one.company, 'Second phone');
    await one.company.api.put(`/whatsapp/channels/${second.id}/session`, { newContactsPerDay: 1 });
    await one.bridge.bring(second.id, [typedTo(newWaId())]);
    const [chat] = (await conversationsOf(one.company.api)).filter(({ channel }) => channel.id === second.id);
    expect((await one.write(chat as Conversation)).status).toBe(202);
  });

  it('writes to nobody new where the limit is none', async () => {
    const { chats, write } = await started(1, 0);
    const reply = await write(chats[0] as Conversation);
    expect([reply.status, readError(reply).kind]).toEqual([422, 'unsupported']);
  });

  it('sends no mailings, and says what does', async () => {
    const { channel, bridge, company, write } = await started(1, 20);
    const customer = received({ text: 'Hello' });
    await bridge.bring(channel.id, [customer]);
    const [chat] = await conversationsOf(company.api);
    const reply = await write(chat as Conversation, { bulk: true });
    expect(reply.status).toBe(422);
    expect(readError(reply)).toMatchObject({
      kind: 'unsupported',
      remedy: 'Use an official number: WhatsApp restricts others that send mailings.',
    });
  });

  it('has its own limit, or the one of the installation', async () => {
    const { company, channel } = await started(1, 7);
    const path = `/whatsapp/channels/${channel.id}/session`;
    const own = readData(WebSession, await company.api.get(path));
    expect(own).toMatchObject({ newContactsPerDay: 7, defaultNewContactsPerDay: 20, takesGroups: false });
    const back = await company.api.put(path, { newContactsPerDay: null });
    expect(readData(WebSession, back)).toMatchObject({ newContactsPerDay: null });
    const refused = [{}, { newContactsPerDay: -1 }, { newContactsPerDay: 1.5 }, { newContactsPerDay: '5' }];
    for (const body of refused) expect((await company.api.put(path, body)).status).toBe(400);
  });

  it('is not compared with an official one, which has Meta to count', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    await sendText(company.api, id, 'One of many', { bulk: true });
  });
});
