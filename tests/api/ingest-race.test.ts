import { z } from 'zod';
import { changeFor, deliveryOf, received } from '../support/bridge-sender';
import { connectChannel } from '../support/company';
import { eventually } from '../support/eventually';
import { addNumberToApp } from '../support/graph-scene';
import { quarantineOf } from '../support/inbound-log';
import { attachInstallation, closeDatabases } from '../support/installation';
import { conversationsOf, createIngestCompany } from '../support/ingest-company';
import { readStacksFile } from '../support/jest/stacks-file';
import { readRows } from '../support/stored-rows';

/** PostgreSQL only: SQLite has one writer, so what is held apart here cannot happen there. */
describe.each(
  readStacksFile()
    .filter(({ kind }) => kind === 'postgres')
    .map((address) => [attachInstallation(address)]),
)('a webhook that is being taken in while its number is connected', (installation) => {
  afterAll(closeDatabases);

  it('does not stay behind in the quarantine', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);

    // The log takes no new lines for as long as we hold it, and can be read.
    const hold = await installation.database().transaction();
    await hold.raw('lock table whatsapp_inbound_events in exclusive mode');
    const delivering = company.bridge.deliver(deliveryOf(company.webhook, [change]));
    await eventually(async () => {
      const locks = hold('pg_locks')
        .where({ granted: false })
        .whereRaw("relation = 'whatsapp_inbound_events'::regclass");
      expect(await readRows(z.looseObject({}), locks.select('pid'))).toHaveLength(1);
    });
    await connectChannel(company, meta);
    await hold.commit();

    expect(await delivering).toEqual(['committed']);
    expect(await conversationsOf(company.api)).toHaveLength(1);
    expect(await quarantineOf(company.api)).toEqual([]);
  });

  it('does not stay behind either when it is another company that connects it, of the same Meta app', async () => {
    const company = await createIngestCompany(installation);
    const meta = await addNumberToApp(installation, company.meta);
    const change = changeFor({ phoneNumberId: meta.number.id }, [received()]);

    // It was found to be nobody's, and cannot be put into the quarantine of its address for as long as we hold its owner.
    const hold = await installation.database().transaction();
    await hold('whatsapp_tenants').where({ document_id: company.tenant.id }).forUpdate().select('id');
    const delivering = company.bridge.deliver(deliveryOf(company.webhook, [change]));
    await eventually(async () => {
      const stuck = hold('pg_stat_activity')
        .where({ wait_event_type: 'Lock' })
        .whereLike('query', '%update whatsapp_inbound_events%');
      expect(await readRows(z.looseObject({}), stuck.select('pid'))).toHaveLength(1);
    });
    const other = await createIngestCompany(installation, meta);
    await hold.commit();

    expect(await delivering).toEqual(['committed']);
    await eventually(async () => expect(await conversationsOf(other.api)).toHaveLength(1));
    expect(await quarantineOf(company.api)).toEqual([]);
  });
});
