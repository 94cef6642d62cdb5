import { z } from 'zod';
import { changeFor, deliveryOf, received } from '../support/bridge-sender';
import { connectChannel } from '../support/company';
import { eventually } from '../support/eventually';
import { addNumberToApp } from '../support/graph-scene';
import { quarantineOf } from '../support/inbound-log';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import { startStack } from '../support/stack';
import type { Stack } from '../support/stack';
import { readRows } from '../support/stored-rows';
import { endScene } from './scene';

const WithPid = z.object({ pid: z.number() });

/**
 * PostgreSQL only: SQLite has one writer, so what is held apart here cannot happen there. A stack of its own, because
 * everybody's webhooks wait for what is held.
 */
describe('a webhook that is being taken in while its number is connected', () => {
  let installation: Stack;
  beforeAll(async () => {
    installation = await startStack({ database: 'postgres' });
  });
  afterAll(() => endScene(installation));

  it('does not stay behind in the quarantine', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);

    // The log takes no new lines for as long as we hold it, and can be read.
    const { delivering } = await installation.database().transaction(async (hold) => {
      await hold.raw('lock table whatsapp_inbound_events in exclusive mode');
      const receipts = company.bridge.deliver(deliveryOf(company.webhook, [change]));
      await eventually(async () => {
        const locks = hold('pg_locks')
          .where({ granted: false })
          .whereRaw("relation = 'whatsapp_inbound_events'::regclass");
        // The delivery's; the processor's poll may wait there, too.
        expect((await readRows(WithPid, locks.select('pid'))).length).toBeGreaterThan(0);
      });
      await connectChannel(company, meta);
      return { delivering: receipts };
    });

    expect(await delivering).toEqual(['committed']);
    expect(await conversationsOf(company.api)).toHaveLength(1);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('does not stay behind either when it is another company that connects it, of the same Meta app', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);

    // It was found to be nobody's, and cannot be put into the quarantine of its address for as long as we hold its owner.
    const { delivering, other } = await installation.database().transaction(async (hold) => {
      const [own] = await readRows(WithPid, hold.select(hold.raw('pg_backend_pid() as pid')));
      await hold('whatsapp_tenants').where({ document_id: company.tenant.id }).forUpdate().select('id');
      const receipts = company.bridge.deliver(deliveryOf(company.webhook, [change]));
      await eventually(async () => {
        const behindUs = hold('pg_locks')
          .where({ granted: false })
          .whereRaw('? = any(pg_blocking_pids(pid))', [own?.pid ?? 0]);
        expect(await readRows(WithPid, behindUs.select('pid'))).toHaveLength(1);
      });
      // In an object: a promise that a transaction is given would be waited for.
      return { delivering: receipts, other: await createIngestCompany(installation, meta) };
    });

    expect(await delivering).toEqual(['committed']);
    await eventually(async () => expect(await conversationsOf(other.api)).toHaveLength(1));
    expect(await quarantineOf(company.api)).toEqual([]);
  });
});
