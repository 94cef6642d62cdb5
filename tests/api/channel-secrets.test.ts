import { createBridgeSender } from '../support/bridge-sender';
import { createCompany, credentialsOf, registerWebhook, webhookAddressOf } from '../support/company';
import type { TestCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { createIngestCompany, messagesOf, sendText } from '../support/ingest-company';
import { onEachDatabase } from '../support/on-each-database';
import { readLogs } from '../support/process-logs';

onEachDatabase('the secrets of a channel', (installation) => {
  const expectNone = (text: string, secrets: string[]): void => {
    expect(text.length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  };
  const everyAnswer = async (company: TestCompany, ids: string[]): Promise<string> => {
    const paths = [
      'me',
      'channels',
      'webhook',
      'quarantine',
      'conversations',
      'changes?after=0',
      ...ids.map((id) => `channels/${id}`),
    ];
    const replies = await Promise.all(paths.map((name) => company.api.get(`/whatsapp/${name}`)));
    return JSON.stringify(replies.map(({ body, headers }) => [body, [...headers]]));
  };

  it('come back in no answer of any route', async () => {
    const company = await createCompany(installation);
    const meta = await installation.graphControl.addCompany();
    const secrets = [meta.token.value, meta.app.secret];
    const body = { kind: 'cloud', name: 'Sales', credentials: credentialsOf(meta) };
    const answers = [
      await company.api.post('/whatsapp/channels/test', body),
      await company.api.post('/whatsapp/channels', body),
      await company.api.post('/whatsapp/channels', body), // 409
    ];
    const id = String((answers[1]?.body as { data: { id: string } }).data.id);
    answers.push(
      await company.api.post(`/whatsapp/channels/${id}/test`),
      await company.api.put(`/whatsapp/channels/${id}`, { credentials: credentialsOf(meta) }),
      await company.api.put(`/whatsapp/channels/${id}`, { credentials: { phoneNumberId: '1' } }),
      await company.api.put(`/whatsapp/channels/${id}`, { credentials: { appSecret: '0'.repeat(32) } }),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 201, 409, 200, 200, 400, 422]);
    expectNone(JSON.stringify(answers.map((answer) => answer.body)), secrets);
    expectNone(await everyAnswer(company, [id]), secrets);
  });

  it('are not shown by the Content Manager, not even to the super admin', async () => {
    const company = await createIngestCompany(installation);
    const { verifyToken } = await webhookAddressOf(company);
    const types = ['channel', 'tenant', 'inbound-event', 'member', 'conversation'];
    const replies = await Promise.all(
      types.map((name) =>
        installation.superAdmin.client.get(
          `/content-manager/collection-types/plugin::whatsapp.${name}?pageSize=100&sort=id:DESC`,
        ),
      ),
    );
    const secrets = [company.meta.token.value, company.meta.app.secret, verifyToken];
    expectNone(JSON.stringify(replies.map(({ body }) => body)), secrets);
  });

  it('are encrypted in the database, each time differently', async () => {
    const company = await createIngestCompany(installation);
    const column = async (): Promise<string> => {
      const row = (await installation
        .database()('whatsapp_channels')
        .where({ document_id: company.channel.id })
        .first()) as { credentials: string };
      expectNone(JSON.stringify(row), [company.meta.token.value, company.meta.app.secret]);
      return row.credentials;
    };
    const before = await column();
    expect(before).toMatch(/^v1:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+$/);
    await company.api.put(`/whatsapp/channels/${company.channel.id}`, {
      credentials: { accessToken: company.meta.token.value },
    });
    expect(await column()).not.toBe(before);
    const { verifyToken } = await webhookAddressOf(company);
    const tenant: unknown = await installation
      .database()('whatsapp_tenants')
      .where({ document_id: company.tenant.id })
      .first();
    expectNone(JSON.stringify(tenant), [verifyToken]);
  });

  it('stand in no log, also when things go wrong', async () => {
    const company = await createIngestCompany(installation);
    await registerWebhook(installation, company, company.meta);
    const { verifyToken } = await webhookAddressOf(company);
    const { id } = await company.openConversation();
    for (const fault of [{ kind: 'reset' }, { kind: 'html' }, { kind: 'refuse', code: 190 }]) {
      await installation.graphControl.post('faults', {
        objectId: company.meta.number.id,
        edge: 'messages',
        ...fault,
      });
      await sendText(company.api, id);
    }
    await company.api.put(`/whatsapp/channels/${company.channel.id}`, {
      credentials: { accessToken: `${company.meta.token.value}x`, appSecret: company.meta.app.secret },
    });
    await eventually(async () => {
      const open = (await messagesOf(company.api, id)).filter(({ status }) => /queued|sending/.test(status));
      expect(open).toEqual([]);
    });
    const secrets = [company.meta.token.value, company.meta.app.secret, verifyToken];
    expectNone(readLogs(installation), [...secrets, installation.env.WHATSAPP_BRIDGE_SECRET ?? '']);
  });

  it('leave for the bridge only', async () => {
    const company = await createIngestCompany(installation);
    const configuration = await createBridgeSender(installation).get('configuration');
    expect(JSON.stringify(configuration.body)).toContain(company.meta.token.value);
    const asked = await Promise.all([
      company.api.get('/api/whatsapp/bridge/configuration'),
      installation.superAdmin.client.get('/api/whatsapp/bridge/configuration'),
      company.api.as(null).get('/api/whatsapp/bridge/configuration'),
    ]);
    expect(asked.map(({ status }) => status)).toEqual([401, 401, 401]);
    expectNone(JSON.stringify(asked.map(({ body }) => body)), [company.meta.token.value]);
  });
});
