import { z } from 'zod';
import { BridgeConfiguration } from '../../src/plugins/whatsapp/contracts/bridge';
import { Channel, Check } from '../../src/plugins/whatsapp/contracts/channel';
import { readData } from '../support/api-client';
import type { ApiClient, Reply } from '../support/api-client';
import { createBridgeSender } from '../support/bridge-sender';
import { connectChannel, createCompany, credentialsOf, webhookAddressOf } from '../support/company';
import type { MetaCompany } from '../support/graph-control';
import { addNumberToApp } from '../support/graph-scene';
import { onEachDatabase } from '../support/on-each-database';
import { readError } from '../support/api-error';

const Rejection = z.object({ error: z.object({ details: z.object({ checks: z.array(Check) }) }) });
const failedChecksOf = ({ body }: Reply): string[] =>
  Rejection.parse(body)
    .error.details.checks.filter(({ result }) => result === 'failed')
    .map(({ id }) => id);
const channelsOf = async (api: ApiClient): Promise<Channel[]> =>
  readData(z.array(Channel), await api.get('/whatsapp/channels'));
const bodyOf = (meta: MetaCompany, credentials: object = {}) => ({
  kind: 'cloud',
  name: 'Sales',
  credentials: { ...credentialsOf(meta), ...credentials },
});

onEachDatabase('a channel', (installation) => {
  const newMeta = () => installation.graphControl.addCompany('Acme');
  const knownToTheBridge = async (channelId: string) =>
    BridgeConfiguration.parse(
      (await createBridgeSender(installation).get('configuration')).body,
    ).channels.find((channel) => channel.channelId === channelId);

  it('is saved with the facts of its number once every check passed', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const reply = await company.api.post('/whatsapp/channels', bodyOf(meta));
    expect(reply.status).toBe(201);
    expect(readData(Channel, reply)).toMatchObject({
      kind: 'cloud',
      name: 'Sales',
      state: 'connected',
      phoneNumberId: meta.number.id,
      businessAccountId: meta.waba.id,
      verifiedName: 'Acme',
      capabilities: [
        'text',
        'quote',
        'image',
        'video',
        'audio',
        'document',
        'location',
        'contacts',
        'reaction',
      ],
    });
    expect(await channelsOf(company.api)).toEqual([readData(Channel, reply)]);
  });

  it('is not saved with a wrong token, a wrong app secret, or ids that do not belong together', async () => {
    const [company, meta, other] = [await createCompany(installation), await newMeta(), await newMeta()];
    const wrong: [object, string][] = [
      [{ accessToken: `EAA${'0'.repeat(60)}` }, 'token'],
      [{ appSecret: '0'.repeat(32) }, 'token'],
      [{ phoneNumberId: other.number.id }, 'number'],
      [{ phoneNumberId: '100000000000001' }, 'number'],
      [{ businessAccountId: other.waba.id }, 'account'],
    ];
    const replies = await Promise.all(
      wrong.map(([credentials]) => company.api.post('/whatsapp/channels', bodyOf(meta, credentials))),
    );
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 422));
    expect(replies.map((reply) => readError(reply).kind)).toEqual(wrong.map(() => 'rejected'));
    expect(replies.map((reply, index) => failedChecksOf(reply).includes(wrong[index]?.[1] ?? ''))).toEqual(
      wrong.map(() => true),
    );
    expect(await channelsOf(company.api)).toEqual([]);
  });

  it('takes what was pasted with the spaces and line breaks that came along', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const { accessToken, phoneNumberId, appSecret } = credentialsOf(meta);
    const pasted = {
      accessToken: ` ${accessToken}\n`,
      phoneNumberId: ` ${phoneNumberId.slice(0, 4)} ${phoneNumberId.slice(4)}\t`,
      appSecret: `\r\n${appSecret} `,
    };
    const channel = readData(Channel, await company.api.post('/whatsapp/channels', bodyOf(meta, pasted)));
    expect(channel.phoneNumberId).toBe(phoneNumberId);
  });

  it('cannot be connected twice, by nobody', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const other = await createCompany(installation);
    await connectChannel(company, meta);
    const replies = [
      await company.api.post('/whatsapp/channels', bodyOf(meta)),
      await other.api.post('/whatsapp/channels', bodyOf(meta)),
    ];
    expect(replies.map(({ status }) => status)).toEqual([409, 409]);
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual([
      'credentials.phoneNumberId',
      'credentials.phoneNumberId',
    ]);
    expect(await channelsOf(other.api)).toEqual([]);
  });

  it('is connected once when the form is sent five times at once', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => company.api.post('/whatsapp/channels', bodyOf(meta))),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(await channelsOf(company.api)).toHaveLength(1);
  });

  it('stands beside another number of the same Meta app', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    await connectChannel(company, meta);
    await connectChannel(company, await addNumberToApp(installation, meta), 'Second');
    expect((await channelsOf(company.api)).map(({ name }) => name)).toEqual(['Main number', 'Second']);
  });

  it('takes another name without asking Meta', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const before = await connectChannel(company, meta);
    await installation.graphControl.post('faults', {
      kind: 'reset',
      moment: 'before',
      objectId: meta.number.id,
      edge: '*',
    });
    const reply = await company.api.put(`/whatsapp/channels/${before.id}`, { name: '  Support  ' });
    expect(readData(Channel, reply)).toEqual({ ...before, name: 'Support' });
  });

  it('keeps its old token, and its name, until the new token is found to work', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const channel = await connectChannel(company, meta);
    const path = `/whatsapp/channels/${channel.id}`;
    const refused = await company.api.put(path, {
      name: 'Renamed',
      credentials: { accessToken: `EAA${'1'.repeat(60)}` },
    });
    expect(refused.status).toBe(422);
    expect(failedChecksOf(refused)).toEqual(['token']);
    expect(readData(Channel, await company.api.get(path))).toEqual(channel);
    expect(await knownToTheBridge(channel.id)).toMatchObject({ accessToken: meta.token.value });

    const value = `EAA${'2'.repeat(60)}${meta.app.id}`;
    await installation.graphControl.post('scene', {
      tokens: [{ id: `second-${meta.app.id}`, value, appId: meta.app.id, wabaIds: [meta.waba.id] }],
    });
    const accepted = await company.api.put(path, { name: 'Renamed', credentials: { accessToken: value } });
    expect(readData(Channel, accepted)).toMatchObject({ id: channel.id, name: 'Renamed' });
    expect(await knownToTheBridge(channel.id)).toMatchObject({
      accessToken: value,
      appSecret: meta.app.secret,
      phoneNumberId: meta.number.id,
    });
  });

  it('cannot take over a number that is connected already', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const second = await addNumberToApp(installation, meta);
    await connectChannel(company, meta);
    const channel = await connectChannel(company, second, 'Second');
    const reply = await company.api.put(`/whatsapp/channels/${channel.id}`, {
      name: 'Thief',
      credentials: credentialsOf(meta),
    });
    expect(reply.status).toBe(409);
    expect((await channelsOf(company.api))[1]).toMatchObject({
      name: 'Second',
      phoneNumberId: second.number.id,
    });
  });

  it('has a webhook address of its company alone, known before the first channel', async () => {
    const [company, other] = [await createCompany(installation), await createCompany(installation)];
    const [address, foreign] = [await webhookAddressOf(company), await webhookAddressOf(other)];
    expect(address.url).toMatch(
      new RegExp(`^${installation.env.WHATSAPP_PUBLIC_URL}/webhooks/cloud/[0-9a-f]{40}$`),
    );
    expect(address.verifyToken).toMatch(/^[0-9a-f]{40}$/);
    expect(address.isPublic).toBe(false);
    expect(await webhookAddressOf(company)).toEqual(address);
    expect(foreign.url).not.toBe(address.url);
    expect(foreign.verifyToken).not.toBe(address.verifyToken);
  });

  it('is refused with the field for what cannot be right, and a wrong secret is not repeated', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const wrong: [object, string][] = [
      [{ ...bodyOf(meta), name: ' ' }, 'name'],
      [{ ...bodyOf(meta), name: 'x'.repeat(81) }, 'name'],
      [{ ...bodyOf(meta), kind: 'fax' }, 'kind'],
      [{ kind: 'web', name: '' }, 'name'],
      [{ ...bodyOf(meta), kind: 'web' }, ''],
      [{ ...bodyOf(meta), tenant: 'other' }, ''],
      [bodyOf(meta, { phoneNumberId: '+1 555 010 0100' }), 'credentials.phoneNumberId'],
      [bodyOf(meta, { businessAccountId: undefined }), 'credentials.businessAccountId'],
      [bodyOf(meta, { accessToken: 'hunter2' }), 'credentials.accessToken'],
      [bodyOf(meta, { appSecret: 'hunter2hunter2' }), 'credentials.appSecret'],
    ];
    const replies = await Promise.all(wrong.map(([body]) => company.api.post('/whatsapp/channels', body)));
    expect(replies.map(({ status }) => status)).toEqual(wrong.map(() => 400));
    expect(replies.map((reply) => readError(reply).fields?.[0]?.path)).toEqual(wrong.map(([, path]) => path));
    expect(JSON.stringify(replies)).not.toContain('hunter2');
  });

  it('takes any name that can be typed', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const channel = await connectChannel(company, meta, 'a\0b \ud800 <b>😀</b>');
    expect(channel.name).toBe('ab \ufffd <b>😀</b>');
    const path = `/whatsapp/channels/${channel.id}`;
    expect(readData(Channel, await company.api.put(path, { name: 'c\0d' })).name).toBe('cd');
  });
});
