import { newWaId, received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { addRestricted, giveTo } from '../support/inbox-people';
import { conversationsOf } from '../support/ingest-company';
import { closeSockets, openSocket } from '../support/inbox-socket';
import { onEachDatabase } from '../support/on-each-database';
import { changeCursorOf } from '../support/paging';
import { createWebBridge, createWebChannel } from '../support/web-bridge';

onEachDatabase('a customer who is typing', (installation) => {
  afterEach(closeSockets);

  const started = async () => {
    const company = await createCompany(installation);
    const channel = await createWebChannel(company);
    const bridge = createWebBridge(installation);
    const from = { waId: newWaId(), lid: `${Date.now()}1` };
    await bridge.bring(channel.id, [received({ from, text: 'Hello' })]);
    const [chat] = await conversationsOf(company.api);
    const say = (isTyping: boolean, who: { waId?: string; lid?: string } = from) =>
      bridge.say({ channelId: channel.id, from: who, isTyping });
    return { company, channel, bridge, from, id: chat?.id ?? '', say };
  };

  it('is shown by either of their addresses, until they stop', async () => {
    const { company, from, id, say } = await started();
    const screen = await openSocket(installation, company.owner.client.token);
    await say(true, { lid: from.lid });
    await say(false, { waId: from.waId });
    await eventually(() =>
      expect(screen.typing).toEqual([
        { conversationId: id, isTyping: true },
        { conversationId: id, isTyping: false },
      ]),
    );
    expect(screen.others).toEqual([]);
  });

  it('is shown to those who may read the chat, and to no other company', async () => {
    const { company, id, say } = await started();
    const other = await started();
    const rita = await addRestricted(installation, company);
    const [owner, restricted, stranger] = await Promise.all([
      openSocket(installation, company.owner.client.token),
      openSocket(installation, rita.client.token),
      openSocket(installation, other.company.owner.client.token),
    ]);
    await say(true);
    await eventually(() => expect(owner.typing).toHaveLength(1));
    await giveTo(company.api, id, rita.memberId);
    await other.say(true);
    await say(false);
    await eventually(() => expect(restricted.typing).toEqual([{ conversationId: id, isTyping: false }]));
    await eventually(() => expect(stranger.typing).toEqual([{ conversationId: other.id, isTyping: true }]));
    expect(owner.typing).toHaveLength(2);
  });

  it('is nobody with whom there is no chat', async () => {
    const { company, id, say } = await started();
    const screen = await openSocket(installation, company.owner.client.token);
    expect((await say(true, { waId: newWaId() })).status).toBe(200);
    await say(true);
    await eventually(() => expect(screen.typing).toEqual([{ conversationId: id, isTyping: true }]));
  });

  it('changes nothing that is kept', async () => {
    const { company, id, say } = await started();
    const screen = await openSocket(installation, company.owner.client.token);
    const before = await changeCursorOf(company.api);
    await say(true);
    await eventually(() => expect(screen.typing).toHaveLength(1));
    expect(
      (await company.agent.client.post(`/whatsapp/conversations/${id}/typing`, { isTyping: true })).status,
    ).toBe(202);
    expect(await changeCursorOf(company.api)).toBe(before);
    // That of the message before may come late.
    expect(screen.hints.filter(({ cursor }) => cursor > before)).toEqual([]);
  });
});
