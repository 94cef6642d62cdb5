import { createHash } from 'node:crypto';
import { Channel } from '../../src/plugins/whatsapp/contracts/channel';
import { readData } from '../support/api-client';
import { changeFor, deliveryOf, newWaId, received } from '../support/bridge-sender';
import { connectChannel } from '../support/company';
import { eventually } from '../support/eventually';
import { addNumberToApp } from '../support/graph-scene';
import { quarantineOf } from '../support/inbound-log';
import {
  connectForIngest,
  conversationsOf,
  createIngestCompany,
  messagesOf,
  textsOf,
} from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { allConversations } from '../support/paging';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

onEachDatabase('what came before its number was connected', (installation) => {
  it('is processed once, in order, when the number is connected', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const from = { waId: newWaId() };
    const texts = Array.from({ length: 6 }, (_, index) => `message ${index}`);
    const sentAt = new Date().toISOString(); // one second: only the order of arrival is left
    const changes = texts.map((text) =>
      changeFor({ phoneNumberId: meta.number.id }, [received({ from, text, sentAt })]),
    );
    for (const change of changes) await company.bridge.deliver(deliveryOf(company.webhook, [change]));
    expect(await quarantineOf(company.api)).toHaveLength(6);
    expect(await conversationsOf(company.api)).toEqual([]);

    const second = await connectForIngest(installation, company, meta);
    const conversation = await eventually(async () => {
      const [first] = await conversationsOf(company.api);
      expect(first).toMatchObject({ unreadCount: 6, channel: { id: second.channel.id } });
      return first;
    });
    expect(textsOf(await messagesOf(company.api, conversation?.id ?? ''))).toEqual(texts);
    expect(await quarantineOf(company.api)).toEqual([]);

    // Meta repeats it, and the credentials are saved again: it stays once.
    await company.bridge.deliver(deliveryOf(company.webhook, changes));
    readData(
      Channel,
      await company.api.put(`/whatsapp/channels/${second.channel.id}`, {
        credentials: { accessToken: meta.token.value },
      }),
    );
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 6 }]);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('gives what could be read of it, and keeps in sight what could not', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const half = changeFor(
      { phoneNumberId: meta.number.id },
      [received({ from: { waId: newWaId() }, text: 'The sound half' })],
      { problem: 'The second message has no id' },
    );
    await company.bridge.deliver(deliveryOf(company.webhook, [half]));
    expect(await quarantineOf(company.api)).toMatchObject([{ reason: 'unknown-number' }]);

    await connectForIngest(installation, company, meta);
    await eventually(async () => {
      expect(await conversationsOf(company.api)).toMatchObject([
        { lastMessage: { preview: 'The sound half' } },
      ]);
    });
    expect(await quarantineOf(company.api)).toMatchObject([
      { reason: 'malformed', detail: 'The second message has no id' },
    ]);
  });

  it('leaves the quarantine when it was about the business account as a whole', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const notice = changeFor(null, [], { field: 'account_update', businessAccountId: meta.waba.id });
    const elsewhere = changeFor(null, [], {
      field: 'account_alerts',
      businessAccountId: '900000000000001',
      key: sha256(`elsewhere ${meta.waba.id}`),
    });
    await company.bridge.deliver(
      deliveryOf(company.webhook, [{ ...notice, key: sha256(meta.waba.id) }, elsewhere]),
    );

    await connectForIngest(installation, company, meta);
    await eventually(async () => {
      expect((await quarantineOf(company.api)).map(({ field }) => field)).toEqual(['account_alerts']);
    });
  });

  it('is processed whole, however much it is', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const to = { phoneNumberId: meta.number.id };
    const customers = Array.from({ length: 450 }, newWaId);
    const changes = customers.map((waId) => changeFor(to, [received({ from: { waId } })]));
    await company.bridge.deliver(deliveryOf(company.webhook, changes));
    await connectForIngest(installation, company, meta);
    await eventually(async () => expect(await allConversations(company.api)).toHaveLength(450));
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('goes from the company of its address to the company of its number', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received({ text: 'To the other' })]);
    await company.bridge.deliver(deliveryOf(company.webhook, [change]));
    expect(await quarantineOf(company.api)).toHaveLength(1);

    const other = await createIngestCompany(installation, meta);
    await eventually(async () => {
      expect(await conversationsOf(other.api)).toMatchObject([{ lastMessage: { preview: 'To the other' } }]);
    });
    const quarantines = [await quarantineOf(company.api), await quarantineOf(other.api)];
    expect([await conversationsOf(company.api), ...quarantines]).toEqual([[], [], []]);
  });

  it('waits for its own number of its own app', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const meta = await addNumberToApp(installation, other.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);
    await company.bridge.deliver(deliveryOf(company.webhook, [change]));
    await connectForIngest(installation, other, meta);
    expect(await conversationsOf(other.api)).toEqual([]);
    expect(await quarantineOf(company.api)).toHaveLength(1);
  });

  it('loses nothing of what arrives in the very moment of connecting', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    let isConnected = false;
    const connecting = connectChannel(company, meta).finally(() => {
      isConnected = true;
    });
    let sent = 0;
    const writeOn = async (): Promise<void> => {
      while (!isConnected) {
        sent += 1;
        const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);
        await company.bridge.deliver(deliveryOf(company.webhook, [change]));
      }
    };
    await Promise.all([connecting, writeOn(), writeOn(), writeOn(), writeOn()]);
    await eventually(async () => expect(await quarantineOf(company.api)).toEqual([]));
    await eventually(async () => expect(await allConversations(company.api)).toHaveLength(sent));
  });
});
