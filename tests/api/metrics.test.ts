import { z } from 'zod';
import { Health, HEALTH_PARTS } from '../../src/plugins/whatsapp/contracts/health';
import { createApiClient } from '../support/api-client';
import { reported } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { closeSockets, openSocket } from '../support/inbox-socket';
import {
  connectForIngest,
  conversationsOf,
  createIngestCompany,
  findMessage,
  messagesOf,
  sendText,
} from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { createCompany } from '../support/company';
import { askHealth, scrape, valueOf } from '../support/metrics';
import { onEachDatabase } from '../support/on-each-database';
import { readRow } from '../support/stored-rows';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${TRACE}-00f067aa0ba902b7-01`;
const LABELS_OF_NODE = ['space', 'kind', 'type', 'version', 'major', 'minor', 'patch'];
const WithTrace = z.object({ trace: z.string().nullable() });
const LABELS = ['outcome', 'reason', 'type', 'part', 'kind', 'state', 'call', 'le', ...LABELS_OF_NODE];
const HTTP_STATUS = { ok: 200, degraded: 200, down: 503 };

onEachDatabase('metrics', (installation) => {
  afterEach(closeSockets);

  const nobody = createApiClient(installation.strapiUrl);

  /** A customer writes, an agent answers, and WhatsApp takes it. */
  const talk = async (company: IngestCompany) => {
    const chat = await company.openConversation('Is it red?');
    const message = await sendText(company.api, chat.id, 'It is blue');
    await eventually(async () =>
      expect(await findMessage(company.api, message)).toMatchObject({ status: 'sent' }),
    );
    return { chat, message };
  };

  it('are given to the holder of the token and to nobody else', async () => {
    const company = await createIngestCompany(installation);
    const path = '/api/whatsapp/metrics';
    const token = installation.env.WHATSAPP_METRICS_TOKEN ?? '';
    const others = [
      null,
      token.slice(1),
      `${token}0`,
      company.owner.client.token,
      installation.superAdmin.client.token,
    ];
    const replies = await Promise.all(others.map((other) => nobody.as(other).get(path)));
    expect(replies.map(({ status }) => status)).toEqual(others.map(() => 401));
    expect(replies.map(({ body }) => JSON.stringify(body)).join()).not.toContain('whatsapp_');
    const reply = await nobody.as(token).get(path);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/plain; ?version=0\.0\.4/);
  });

  it('count what is kept, committed and sent, and measure how long it took', async () => {
    const before = await scrape(installation);
    const company = await createIngestCompany(installation);
    await talk(company);
    await company.receive(reported({ status: 'delivered' }));
    const after = await scrape(installation);
    const grew = (series: string): number => valueOf(after, series) - valueOf(before, series);
    // Other suites use the same installation: never less than what was done here.
    const least: [series: string, count: number][] = [
      ['whatsapp_deliveries_total{outcome="committed"}', 2],
      ['whatsapp_events_processed_total{type="message.received"}', 1],
      ['whatsapp_events_processed_total{type="message.reported"}', 1],
      ['whatsapp_webhook_commit_seconds_count', 2],
      ['whatsapp_sends_total{outcome="accepted",reason="none"}', 1],
      ['whatsapp_send_seconds_count', 1],
      ['whatsapp_message_sent_after_seconds_count', 1],
    ];
    expect(least.filter(([series, count]) => grew(series) < count)).toEqual([]);
    expect(valueOf(after, 'whatsapp_channels{kind="cloud",state="connected"}')).toBeGreaterThan(0);
    expect(after).toContain('nodejs_eventloop_lag_seconds');
    for (const part of HEALTH_PARTS) expect(after).toContain(`whatsapp_health_state{part="${part}"}`);
  });

  it('count what was put aside, by the reason', async () => {
    const series = 'whatsapp_changes_quarantined_total{reason="unknown-number"}';
    const before = valueOf(await scrape(installation), series);
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const stray = { ...other.delivery(), ...company.webhook };
    await company.bridge.deliver(stray);
    expect(valueOf(await scrape(installation), series)).toBeGreaterThan(before);
  });

  it('count open screens', async () => {
    const company = await createIngestCompany(installation);
    await openSocket(installation, company.agent.client.token ?? '');
    expect(valueOf(await scrape(installation), 'whatsapp_sockets_connected')).toBeGreaterThan(0);
  });

  it('name no company, person, number, chat or message of any', async () => {
    const companies = await Promise.all([
      createIngestCompany(installation),
      connectForIngest(
        installation,
        await createCompany(installation),
        await installation.graphControl.addCompany(),
      ),
    ]);
    const secrets: string[] = [];
    for (const company of companies) {
      const { chat, message } = await talk(company);
      const [conversation] = await conversationsOf(company.api);
      const [incoming] = await messagesOf(company.api, chat.id);
      const { tenant, channel, meta, webhook } = company;
      secrets.push(tenant.id, tenant.name, channel.id, chat.id, chat.chatId, message.id, incoming?.id ?? '');
      secrets.push(meta.number.id, meta.waba.id, webhook.webhookKey, webhook.appFingerprint);
      secrets.push(conversation?.contact.id ?? '', 'Ada Sample', 'wamid.', company.agent.email);
    }
    const text = `${await scrape(installation)}\n${await scrape(installation, 'bridge')}`;
    expect(secrets.filter((secret) => secret === '' || text.includes(secret))).toEqual([]);
    expect(text).toContain('whatsapp_bridge_graph_requests_total{call="message",outcome="ok"}');
    // A closed list: what is not on it may grow with the companies.
    const labels = [...text.matchAll(/[{,]([a-z]+)="/g)].map(([, label]) => label);
    expect([...new Set(labels)].sort()).toEqual([...new Set(LABELS)].sort());
  });

  it('tell everybody how it is, and the platform how much waits', async () => {
    const company = await createIngestCompany(installation);
    const word = Health.pick({ status: true }).strict();
    for (const reply of [
      await nobody.get('/api/whatsapp/health'),
      await nobody.as('something-else').get('/api/whatsapp/health'),
      await company.owner.client.get('/whatsapp/health'),
    ]) {
      const { status } = word.parse(reply.body);
      expect(reply.status).toBe(HTTP_STATUS[status]);
    }
    expect((await nobody.get('/whatsapp/health')).status).toBe(401);
    for (const reply of [
      await askHealth(installation),
      await installation.superAdmin.client.get('/whatsapp/health'),
    ]) {
      const { parts } = Health.strict().parse(reply.body);
      expect(Object.keys(parts ?? {})).toEqual([...HEALTH_PARTS]);
      expect(parts?.outbox).toMatchObject({
        depth: expect.any(Number) as number,
        oldestSeconds: expect.any(Number) as number,
      });
    }
  });

  it('go with a trace: of the webhook with what it brought, of the request with its message', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const delivery = { ...company.delivery(reported({ status: 'read' })), traceparent: TRACEPARENT };
    await company.bridge.deliver(delivery);
    const event = await readRow(
      WithTrace,
      installation.database()('whatsapp_inbound_events').where({ key: delivery.changes[0]?.key }).first(),
    );
    expect(event.trace).toBe(TRACE);

    const traced = await sendText(company.api.with({ traceparent: TRACEPARENT }), id);
    const untraced = await sendText(company.api.with({ traceparent: 'rubbish' }), id);
    const traceOf = async (documentId: string) =>
      (
        await readRow(
          WithTrace,
          installation.database()('whatsapp_messages').where({ document_id: documentId }).first(),
        )
      ).trace;
    expect(await traceOf(traced.id)).toBe(TRACE);
    expect(await traceOf(untraced.id)).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.stringify([traced, await messagesOf(company.api, id)])).not.toContain(TRACE);
  });
});
