import { z } from 'zod';
import { Member } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { createCompany, connectChannel } from '../support/company';
import type { ConnectedCompany, TestCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { closeSockets, openSocket } from '../support/inbox-socket';
import type { InboxSocket } from '../support/inbox-socket';
import { createIngestCompany, sendText } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import type { Person } from '../support/people';

/** Every kind of thing that is no `{ channelId }`. */
const GARBAGE: unknown[][] = [
  [],
  [null],
  [undefined],
  [true],
  [7],
  [''],
  ['a'.repeat(24)],
  [[]],
  [{}],
  [{ channelId: null }],
  [{ channelId: 7 }],
  [{ channelId: ['a'.repeat(24)] }],
  [{ channelId: { $ne: null } }],
  [{ channelId: 'a'.repeat(65) }],
  [{ channelId: 'a'.repeat(24), tenantId: 1 }],
  [JSON.parse('{"__proto__":{"channelId":"aaaaaaaaaaaaaaaaaaaaaaaa"}}')],
  [Buffer.from([0, 1, 2])],
  [{ channelId: Buffer.from('a'.repeat(24)) }],
  [[[[[[[[[[{ channelId: 'deep' }]]]]]]]]]],
];
/** Well-formed, and the id of nothing. */
const NOTHINGS = [
  '',
  'a'.repeat(24),
  '\u0000',
  '../..',
  "' or 1=1 --",
  '%',
  '*',
  'tenant:1',
  'channel:1',
  '😀',
];

onEachDatabase('watching a channel', (installation) => {
  afterEach(closeSockets);

  const createOwnerOfChannel = async (): Promise<ConnectedCompany> => {
    const [company, meta] = await Promise.all([
      createCompany(installation),
      installation.graphControl.addCompany(),
    ]);
    return { ...company, meta, channel: await connectChannel(company, meta) };
  };
  const screenOf = ({ client }: Person): Promise<InboxSocket> => openSocket(installation, client.token);
  const rename = async ({ api, channel }: ConnectedCompany, name = 'Renamed') =>
    readData(z.unknown(), await api.put(`/whatsapp/channels/${channel.id}`, { name }));
  const setToken = ({ meta }: ConnectedCompany, valid: boolean) =>
    installation.graphControl.post('scene', {
      tokens: [
        {
          id: `token-${meta.app.id}`,
          value: meta.token.value,
          appId: meta.app.id,
          wabaIds: [meta.waba.id],
          valid,
        },
      ],
    });
  const makeAgent = async ({ api }: TestCompany, person: Person) => {
    const members = readData(z.array(Member), await api.get('/whatsapp/members'));
    const { id } = members.find(({ email }) => email === person.email) ?? {};
    readData(z.unknown(), await api.put(`/whatsapp/members/${id}`, { role: 'agent' }));
  };

  it('tells of what is saved, tested and in trouble, and nothing but which channel', async () => {
    const company = await createIngestCompany(installation);
    const { channel } = company;
    const conversation = await company.openConversation();
    const screen = await screenOf(company.owner);
    expect(await screen.ask('watch', { channelId: channel.id })).toEqual({ ok: true });

    await rename(company);
    await eventually(() => expect(screen.channels).toEqual([channel.id]));
    await company.api.post(`/whatsapp/channels/${channel.id}/test`);
    await eventually(() => expect(screen.channels).toHaveLength(2));
    await company.api.put(`/whatsapp/channels/${channel.id}`, {
      credentials: { accessToken: company.meta.token.value },
    });
    await eventually(() => expect(screen.channels).toHaveLength(3));
    await setToken(company, false);
    await sendText(company.api, conversation.id);
    await eventually(() => expect(screen.channels).toHaveLength(4));
    expect(new Set(screen.channels)).toEqual(new Set([channel.id]));
    expect(screen.others).toEqual([]);
  });

  it('is for whoever may manage channels: another company’s is answered like none, and heard by nobody else', async () => {
    const [company, stranger] = await Promise.all([createOwnerOfChannel(), createOwnerOfChannel()]);
    const [owner, agent, foreign] = await Promise.all(
      [company.owner, company.agent, stranger.owner].map(screenOf),
    );
    const watched = { channelId: company.channel.id };
    const absent = { channelId: 'c'.repeat(24) };
    expect(await owner?.ask('watch', watched)).toEqual({ ok: true });
    expect(await foreign?.ask('watch', watched)).toEqual(await foreign?.ask('watch', absent));
    expect(await foreign?.ask('watch', watched)).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(await agent?.ask('watch', watched)).toEqual(await agent?.ask('watch', absent));
    expect(await agent?.ask('watch', watched)).toMatchObject({ ok: false, error: { kind: 'forbidden' } });

    await rename(company);
    await eventually(() => expect(owner?.channels).toHaveLength(1));
    // What these hear afterwards comes after what they must not hear.
    await foreign?.ask('watch', { channelId: stranger.channel.id });
    await rename(stranger);
    await eventually(() => expect(foreign?.channels).toEqual([stranger.channel.id]));
    await agent?.ask('unwatch', watched);
    expect([agent?.channels, agent?.others, foreign?.others]).toEqual([[], [], []]);
  });

  it('ends with `unwatch`, which is no way out of anything else', async () => {
    const company = await createIngestCompany(installation);
    const [screen, other] = [await screenOf(company.owner), await screenOf(company.owner)];
    const watched = { channelId: company.channel.id };
    for (const one of [screen, other]) await one.ask('watch', watched);
    expect(await screen.ask('unwatch', watched)).toEqual({ ok: true });
    const rooms = ['tenant:1', `tenant:${company.tenant.id}`, 'changed'];
    for (const channelId of rooms) await screen.ask('unwatch', { channelId });

    await rename(company);
    await eventually(() => expect(other.channels).toHaveLength(1));
    await company.openConversation();
    await eventually(() => expect(screen.hints).toHaveLength(1));
    expect(screen.channels).toEqual([]);
  });

  it('ends with the right to manage channels, while the inbox goes on', async () => {
    const company = await createIngestCompany(installation);
    const second = await company.addPerson('Otto Owner', 'owner');
    const [demoted, other] = [await screenOf(second), await screenOf(company.owner)];
    for (const one of [demoted, other]) await one.ask('watch', { channelId: company.channel.id });
    await makeAgent(company, second);

    await eventually(
      async () => {
        const [heard, known] = [demoted.channels.length, other.channels.length];
        await rename(company);
        await eventually(() => expect(other.channels.length).toBeGreaterThan(known));
        expect(demoted.channels).toHaveLength(heard);
      },
      { deadlineMs: 20_000, pollMs: 500 },
    );
    await company.openConversation();
    await eventually(() => expect(demoted.hints).toHaveLength(1));
    expect(await demoted.ask('watch', { channelId: company.channel.id })).toMatchObject({
      error: { kind: 'forbidden' },
    });
  });

  it('answers garbage as what it is, and harms nobody by it', async () => {
    const [company, stranger] = await Promise.all([createOwnerOfChannel(), createOwnerOfChannel()]);
    const [screen, witness] = [await screenOf(stranger.owner), await screenOf(company.owner)];
    await witness.ask('watch', { channelId: company.channel.id });

    for (const name of ['watch', 'unwatch'] as const) {
      const answers = await Promise.all(GARBAGE.map((payload) => screen.ask(name, ...payload)));
      expect(answers.map((answer) => !answer.ok && answer.error.kind)).toEqual(GARBAGE.map(() => 'invalid'));
    }
    const unknown = await Promise.all(NOTHINGS.map((channelId) => screen.ask('watch', { channelId })));
    expect(unknown.map((answer) => !answer.ok && answer.error.kind)).toEqual(NOTHINGS.map(() => 'not-found'));

    // Nobody is asked to acknowledge these, and no other name is a way into a room.
    for (const payload of GARBAGE) screen.emit('watch', ...payload);
    for (const name of [
      'join',
      'subscribe',
      'room',
      'tenant',
      'changed',
      'channel-changed',
      'error',
      'message',
    ])
      for (const target of [
        company.channel.id,
        `channel:${company.channel.id}`,
        { channelId: company.channel.id },
      ])
        screen.emit(name, target);
    await rename(company);
    await eventually(() => expect(witness.channels).toHaveLength(1));
    expect(await screen.ask('unwatch', { channelId: company.channel.id })).toEqual({ ok: true });
    expect([screen.channels, screen.hints, screen.others, screen.isConnected()]).toEqual([[], [], [], true]);
  });

  it('ends the socket that sends more than a screen ever would, and no other', async () => {
    const company = await createOwnerOfChannel();
    const [screen, witness] = [await screenOf(company.owner), await screenOf(company.owner)];
    await witness.ask('watch', { channelId: company.channel.id });
    screen.emit('watch', { channelId: 'x'.repeat(1_000_000) });
    await eventually(() => expect(screen.isConnected()).toBe(false));
    await rename(company);
    await eventually(() => expect(witness.channels).toHaveLength(1));
  });

  it('of one channel many times over is one watch', async () => {
    const company = await createOwnerOfChannel();
    const screen = await screenOf(company.owner);
    const watched = { channelId: company.channel.id };
    const answers = await Promise.all(Array.from({ length: 120 }, () => screen.ask('watch', watched)));
    expect(answers).toEqual(answers.map(() => ({ ok: true })));
    await rename(company);
    await eventually(() => expect(screen.channels).toEqual([company.channel.id]));
  });
});
