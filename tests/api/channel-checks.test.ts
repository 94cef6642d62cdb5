import { Channel, CheckReport } from '../../src/plugins/whatsapp/contracts/channel';
import { z } from 'zod';
import { readData } from '../support/api-client';
import { connectChannel, createCompany, credentialsOf } from '../support/company';
import { onEachDatabase } from '../support/on-each-database';
import { readError } from '../support/api-error';

onEachDatabase('a connection test', (installation) => {
  const newMeta = () => installation.graphControl.addCompany('Acme');

  it('says what is right and what is wrong, and saves nothing', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const test = (credentials: object) =>
      company.api.post('/whatsapp/channels/test', { kind: 'cloud', credentials });
    const good = readData(CheckReport, await test(credentialsOf(meta)));
    expect(good.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect(good.number).toMatchObject({ verifiedName: 'Acme' });

    const bad = readData(
      CheckReport,
      await test({ ...credentialsOf(meta), accessToken: `EAA${'0'.repeat(60)}` }),
    );
    expect(bad.checks.find(({ id }) => id === 'token')).toMatchObject({
      result: 'failed',
      remedy: expect.any(String) as string,
    });
    const incomplete = await test({ phoneNumberId: meta.number.id });
    expect(incomplete.status).toBe(400);
    expect(
      readError(incomplete)
        .fields?.map(({ path }) => path)
        .sort(),
    ).toEqual(['credentials.accessToken', 'credentials.appSecret', 'credentials.businessAccountId']);
    expect(readData(z.array(Channel), await company.api.get('/whatsapp/channels'))).toEqual([]);
  });

  it('may use the secrets of a saved channel, in its own company only', async () => {
    const [company, other, meta] = [
      await createCompany(installation),
      await createCompany(installation),
      await newMeta(),
    ];
    const channel = await connectChannel(company, meta);
    const body = { kind: 'cloud', channelId: channel.id, credentials: {} };
    const report = readData(CheckReport, await company.api.post('/whatsapp/channels/test', body));
    expect(report.checks.filter(({ result }) => result === 'failed')).toEqual([]);
    expect((await other.api.post('/whatsapp/channels/test', body)).status).toBe(404);
  });

  it('of a saved channel shows whether it needs attention, and when it is well again', async () => {
    const [company, meta] = [await createCompany(installation), await newMeta()];
    const channel = await connectChannel(company, meta);
    const setToken = (valid: boolean) =>
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
    const test = async () => {
      readData(CheckReport, await company.api.post(`/whatsapp/channels/${channel.id}/test`));
      return readData(Channel, await company.api.get(`/whatsapp/channels/${channel.id}`));
    };
    await setToken(false);
    const ill = await test();
    expect(ill.state).toBe('attention');
    expect(ill.stateReason).not.toBe('');
    await setToken(true);
    expect(await test()).toMatchObject({ state: 'connected', stateReason: null });
  });
});
