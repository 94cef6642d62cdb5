import type { Addresses, MessageReceived } from '../../src/plugins/whatsapp/contracts/bridge';
import { newWaId, received } from '../support/bridge-sender';
import { countRows } from '../support/inbound-log';
import { conversationsOf, createIngestCompany, messagesOf } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';

const NAME_OF_300 = 'Ångström '.repeat(34).slice(0, 300);
const FAMILIES = '\u{1F468}‍\u{1F469}‍\u{1F467}'.repeat(60);

onEachDatabase('one person is one contact', (installation) => {
  it.each<[string, Addresses[]]>([
    [
      'whose number comes first and whose user id later',
      [{ waId: '15550100777' }, { waId: '15550100777', bsuid: 'US.1001' }, { bsuid: 'US.1001' }],
    ],
    [
      'whose user id comes first and whose number later',
      [{ bsuid: 'US.1002' }, { waId: '15550100778', bsuid: 'US.1002' }, { waId: '15550100778' }],
    ],
    [
      'who changes the number and keeps the user id',
      [
        { waId: '15550100779', bsuid: 'US.1003' },
        { waId: '15550100780', bsuid: 'US.1003' },
        { waId: '15550100780' },
      ],
    ],
    ["with and without Brazil's ninth digit", [{ waId: '5511987654321' }, { waId: '551187654321' }]],
    ["with and without Mexico's one", [{ waId: '5215512345678' }, { waId: '525512345678' }]],
    ["with and without Argentina's nine", [{ waId: '5491123456789' }, { waId: '541123456789' }]],
    [
      'of WhatsApp Web, named by the linked id and by the number',
      [{ lid: '111222333@lid' }, { lid: '111222333@lid', waId: '15550100781' }, { waId: '15550100781' }],
    ],
  ])('%s', async (_name, addresses) => {
    const company = await createIngestCompany(installation);
    for (const from of addresses) await company.receive(received({ from }));
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: addresses.length }]);
    expect(await countRows(installation, company, 'whatsapp_contacts')).toBe(1);
  });

  it('also when all that names them comes in one delivery', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(
      received({ from: { waId: '5511987654321' } }),
      received({ from: { waId: '551187654321', bsuid: 'BR.1' } }),
      received({ from: { bsuid: 'BR.1' } }),
    );
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 3 }]);
  });

  it('and two numbers of landlines are two people, though a mobile would be one', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(
      received({ from: { waId: '551132654321' } }),
      received({ from: { waId: '5511932654321' } }),
    );
    expect(await conversationsOf(company.api)).toHaveLength(2);
  });

  it('who is shown by the best name there is', async () => {
    const company = await createIngestCompany(installation);
    const nameless = { profileName: undefined };
    const events: MessageReceived[] = [
      received({ ...nameless, from: { bsuid: 'US.2001' } }),
      received({ ...nameless, from: { bsuid: 'US.2002' }, username: 'grace.h' }),
      received({ ...nameless, from: { waId: '447700900123' } }),
      received({ from: { bsuid: 'US.2004' }, profileName: 'Grace Example', username: 'grace.x' }),
    ];
    for (const event of events) await company.receive(event);
    const contacts = (await conversationsOf(company.api)).map(({ contact }) => contact).reverse();
    expect(contacts).toMatchObject([
      { name: 'US.2001', phone: null, username: null },
      { name: '@grace.h', phone: null, username: 'grace.h' },
      { name: '+44 7700 900123', phone: '+44 7700 900123', username: null },
      { name: 'Grace Example', phone: null, username: 'grace.x' },
    ]);
  });

  it('who may take another name, and keeps the old one when none is told', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    await company.receive(received({ from, profileName: 'Ada' }));
    await company.receive(received({ from, profileName: 'Ada King' }));
    await company.receive(received({ from, profileName: undefined }));
    expect(await conversationsOf(company.api)).toMatchObject([{ contact: { name: 'Ada King' } }]);
  });

  it('whose name is longer than a column, in any script', async () => {
    const company = await createIngestCompany(installation);
    await company.receive(
      received({ from: { waId: newWaId() }, profileName: NAME_OF_300, username: NAME_OF_300 }),
    );
    await company.receive(received({ from: { waId: newWaId() }, profileName: FAMILIES }));
    const [families, ascii] = (await conversationsOf(company.api)).map(({ contact }) => contact.name);
    expect(ascii).toBe(NAME_OF_300.slice(0, 255));
    expect(FAMILIES.startsWith(families ?? 'nobody')).toBe(true);
    expect([...(families ?? '')]).toHaveLength(255);
  });

  it('and a group is one conversation of many people', async () => {
    const company = await createIngestCompany(installation);
    const groupId = 'Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD';
    const [ada, bob] = [newWaId(), newWaId()];
    await company.receive(received({ groupId, from: { waId: ada }, profileName: 'Ada' }));
    await company.receive(received({ groupId, from: { waId: bob }, profileName: 'Bob' }));
    await company.receive(received({ from: { waId: ada }, profileName: 'Ada' }));

    const conversations = await conversationsOf(company.api);
    expect(conversations.map(({ chatId }) => chatId)).toEqual([ada, groupId]);
    expect(await messagesOf(company.api, conversations[1]?.id ?? '')).toHaveLength(2);
    expect(await countRows(installation, company, 'whatsapp_contacts')).toBe(3);
  });
});
