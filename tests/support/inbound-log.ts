import { z } from 'zod';
import { QuarantinedEvent } from '../../src/plugins/whatsapp/contracts/quarantine';
import { readData } from './api-client';
import { eventually } from './eventually';
import type { ApiClient } from './api-client';
import type { IngestCompany } from './ingest-company';
import type { Installation } from './installation';

const LogRow = z.object({
  key: z.string(),
  state: z.string(),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  payload: z.string(),
});
export type LogRow = z.infer<typeof LogRow>;

/** The lines of the inbound log with these keys. */
export const logRowsOf = async (installation: Installation, keys: readonly string[]): Promise<LogRow[]> =>
  z.array(LogRow).parse(
    await installation
      .database()('whatsapp_inbound_events')
      .whereIn('key', [...keys]),
  );

const PROCESSING_DEADLINE_MS = 60_000;

/** Everything that was acknowledged (or these keys of it) is processed: it follows its receipt by a moment. */
export const untilProcessed = async (
  installation: Pick<Installation, 'database'>,
  keys?: readonly string[],
): Promise<void> => {
  await eventually(
    async () => {
      const waiting: unknown[] = await installation
        .database()('whatsapp_inbound_events')
        .where({ state: 'waiting' })
        .modify((query) => {
          if (keys) void query.whereIn('key', [...keys]);
        })
        .limit(1)
        .select('id');
      expect(waiting).toEqual([]);
    },
    { deadlineMs: PROCESSING_DEADLINE_MS, pollMs: 5 },
  );
};

/** What the company sees of the things that could not be placed or understood. */
export const quarantineOf = async (api: ApiClient): Promise<QuarantinedEvent[]> =>
  readData(z.array(QuarantinedEvent), await api.get('/whatsapp/quarantine'));

/** How many rows of the company a table holds. */
export const countRows = async (
  installation: Installation,
  { meta }: IngestCompany,
  table: string,
): Promise<number> => {
  const database = installation.database();
  const tenants = database('whatsapp_channels')
    .where({ phone_number_id: meta.number.id })
    .select('tenant_id');
  return ((await database(table).whereIn('tenant_id', tenants).select('id')) as unknown[]).length;
};
