import { randomBytes } from 'node:crypto';
import {
  QuarantinedBody,
  QuarantineOutcome,
  QuarantinePage,
  type QuarantinedEvent,
} from '../../src/plugins/whatsapp/contracts/quarantine';
import { readBody, readData } from './api-client';
import type { ApiClient } from './api-client';
import { changeFor, deliveryOf, newWaId, newWamid, sha256 } from './bridge-sender';
import { eventually } from './eventually';
import type { IngestCompany } from './ingest-company';
import type { Installation } from './installation';

/** A text as Meta writes it. */
export const metaText = (body: string, more: object = {}): object => ({
  from: newWaId(),
  id: newWamid(),
  timestamp: String(Math.floor(Date.now() / 1_000)),
  type: 'text',
  text: { body },
  ...more,
});

/** One change of a webhook as Meta writes it. */
export const metaChange = ({ meta }: Pick<IngestCompany, 'meta'>, ...messages: object[]): object => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550100001', phone_number_id: meta.number.id },
    messages,
  },
});

export const metaBody = (company: Pick<IngestCompany, 'meta'>, ...changes: object[]): object => ({
  object: 'whatsapp_business_account',
  entry: [{ id: company.meta.waba.id, changes }],
});

/** Brings what a bridge of an earlier version would have understood nothing of, and kept as it came. */
export const deliverUnread = async (company: IngestCompany, ...raws: string[]): Promise<void> => {
  const changes = raws.map((raw) =>
    changeFor(null, [], {
      raw,
      key: sha256(`${company.webhook.appFingerprint} ${raw}`),
      field: null,
      problem: 'This cannot be understood',
    }),
  );
  expect(await company.bridge.deliver(deliveryOf(company.webhook, changes))).toEqual(['committed']);
};

/** Lines whose reading is none of ours: processing them fails. */
export const insertFailing = async (
  installation: Installation,
  company: IngestCompany,
  raws: string[],
): Promise<void> => {
  await installation
    .database()('whatsapp_inbound_events')
    .insert(
      raws.map((payload) => ({
        document_id: `t${randomBytes(11).toString('hex')}`,
        key: randomBytes(32).toString('hex'),
        state: 'waiting',
        webhook_key: company.webhook.webhookKey,
        app_fingerprint: company.webhook.appFingerprint,
        phone_number_id: company.meta.number.id,
        payload,
        events: JSON.stringify([{ type: 'message.received' }]),
        received_at: new Date(),
      })),
    );
};

export const pageOf = async (api: ApiClient, query = ''): Promise<QuarantinePage> =>
  readBody(QuarantinePage, await api.get(`/whatsapp/quarantine${query}`));

export const bodyOf = async (api: ApiClient, id: string): Promise<string> =>
  readData(QuarantinedBody, await api.get(`/whatsapp/quarantine/${id}/body`)).body;

export const decide = async (
  api: ApiClient,
  what: 'replay' | 'dismiss',
  choice: { ids: string[] } | { reason: string },
): Promise<number> =>
  readData(QuarantineOutcome, await api.post(`/whatsapp/quarantine/${what}`, choice)).count;

/** This is left, and nothing is being replayed any more. */
export const untilLeft = async (api: ApiClient, ...left: Partial<QuarantinedEvent>[]): Promise<void> =>
  eventually(async () => {
    const { data } = await pageOf(api, '?limit=100');
    expect(data).toMatchObject(left.map((line) => ({ ...line, state: 'quarantined' })));
  });
