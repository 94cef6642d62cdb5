import { changeFor, deliveryOf, newWaId, newWamid, received } from '../support/bridge-sender';
import { logRowsOf, quarantineOf } from '../support/inbound-log';
import { conversationsOf, createIngestCompany, messagesOf, textsOf } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';

const NUL = '\0';
const HALF = '\ud83d'; // the first half of an emoji
const family = '\u{1F468}‍\u{1F469}‍\u{1F467}';

onEachDatabase('what no database likes', (installation) => {
  it('is taken out of a text, and the rest of it stays', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const texts = [
      `a${NUL}b`,
      `half ${HALF} emoji`,
      `${HALF}${NUL}`,
      `${family} whole`,
      'שלום ‮ \\u0000 \\" %00',
    ];
    await company.receive(...texts.map((text) => received({ from, text })));
    const [conversation] = await conversationsOf(company.api);
    expect(textsOf(await messagesOf(company.api, conversation?.id ?? ''))).toEqual([
      'ab',
      'half � emoji',
      '�',
      `${family} whole`,
      'שלום ‮ \\u0000 \\" %00',
    ]);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('keeps no message away, wherever it stands', async () => {
    const company = await createIngestCompany(installation);
    const bad = `x${NUL}${HALF}y`;
    await company.receive(
      received({ profileName: bad, username: bad }),
      received({ quotedMessageId: bad }),
      received({ referral: { [bad]: { source: [bad] } } }),
      received({
        content: { type: 'unsupported', original: bad, raw: { [bad]: bad, list: [bad, 1, null] } },
      }),
      received({ content: { type: 'document', filename: bad, caption: bad } }),
      received({ messageId: newWamid() + bad }),
      received({ from: { bsuid: `US.${bad}` } }),
      received({ groupId: `group ${bad}` }),
    );
    expect(await conversationsOf(company.api)).toHaveLength(8);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('keeps no webhook from the log', async () => {
    const company = await createIngestCompany(installation);
    const bad = `x${NUL}${HALF}y`;
    const to = { phoneNumberId: company.meta.number.id };
    const changes = [
      changeFor(to, [received()], { field: bad, businessAccountId: bad }),
      changeFor({ phoneNumberId: bad }, []),
      changeFor(null, [], {
        businessAccountId: bad,
        raw: bad,
        problem: bad,
        field: null,
        key: 'c'.repeat(32) + Date.now().toString(16).padStart(32, '0'),
      }),
    ];
    const outcomes = await company.bridge.deliver(
      ...changes.map((change) => deliveryOf(company.webhook, [change])),
    );
    expect(outcomes).toEqual(['committed', 'committed', 'committed']);
    const rows = await logRowsOf(
      installation,
      changes.map(({ key }) => key),
    );
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['malformed', 'unknown-number', null].sort());
    expect(await conversationsOf(company.api)).toHaveLength(1);
  });

  it('is found again where the same id names a message, a quote and a report', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const messageId = `${newWamid()}${NUL}`;
    await company.receive(received({ from, messageId, text: 'question' }));
    await company.receive(
      received({ from, quotedMessageId: messageId, text: 'again' }),
      received({ from, messageId }),
    );
    const [conversation] = await conversationsOf(company.api);
    expect(await messagesOf(company.api, conversation?.id ?? '')).toMatchObject([
      { quoted: null },
      { quoted: { preview: 'question' } },
    ]);
  });
});

onEachDatabase('what is very long', (installation) => {
  it('is kept whole in the message and cut in the list', async () => {
    const company = await createIngestCompany(installation);
    const text = `${family} `.repeat(20_000);
    await company.receive(received({ text }));
    const [conversation] = await conversationsOf(company.api);
    const preview = conversation?.lastMessage?.preview ?? '';
    expect([...preview]).toHaveLength(160);
    expect(preview.endsWith('…')).toBe(true);
    expect(textsOf(await messagesOf(company.api, conversation?.id ?? ''))).toEqual([text]);
  });

  it('is still told apart: two ids that begin alike are two messages', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const long = `wamid.${'A'.repeat(240)}`;
    await company.receive(
      received({ from, messageId: `${long}1` }),
      received({ from, messageId: `${long}2` }),
    );
    expect(await conversationsOf(company.api)).toMatchObject([{ unreadCount: 2 }]);
  });

  it('is kept with each kind of content that a customer can send', async () => {
    const company = await createIngestCompany(installation);
    const from = { waId: newWaId() };
    const contents = [
      { type: 'image', mediaId: '1', mimeType: 'image/jpeg', caption: 'A cat' },
      { type: 'audio', mediaId: '2', voice: true },
      { type: 'sticker', mediaId: '3', animated: true },
      { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Office' },
      { type: 'contacts', contacts: [{ name: 'Bob', phones: ['+1 555 010 0199'] }] },
      { type: 'choice', title: 'Yes', id: 'yes' },
      { type: 'order', items: [{ productId: 'p', quantity: 2, price: 9.99, currency: 'USD' }] },
      { type: 'reaction', emoji: '👍', targetId: 'wamid.x' },
      { type: 'reaction', emoji: null, targetId: 'wamid.x' },
      { type: 'edit', targetId: 'wamid.x', body: 'new' },
      { type: 'revoke', targetId: 'wamid.x' },
      { type: 'unsupported', original: 'poll', raw: { poll: { options: [1, 2, 3] } } },
    ] as const;
    await company.receive(
      ...contents.map((content) => received({ from, content: structuredClone(content) as never })),
    );
    const [conversation] = await conversationsOf(company.api);
    const messages = await messagesOf(company.api, conversation?.id ?? '');
    expect(messages.map(({ content }) => content)).toEqual(contents);
  });
});
