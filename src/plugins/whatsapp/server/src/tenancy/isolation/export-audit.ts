import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { asSystem } from '../../kit/scope';
import { inTransaction, listTenants, writeAudits } from '../../store';
import { SYSTEM_ACTOR } from '../actor';

/** Strapi's export and transfer read by streams. `run` is one such work, from its begin to its end. */
export type ThroughExportAudit = (run: object, open: () => unknown) => Readable;

/** Before the first row leaves, every company's log says so; where that cannot be written, none leaves. */
export const createExportAudit = (strapi: Core.Strapi): ThroughExportAudit => {
  const told = new WeakMap<object, Promise<void>>();

  const write = (): Promise<void> =>
    asSystem('data transfer', async () => {
      const tenantIds = (await listTenants(strapi)).map(({ id }) => id);
      await inTransaction(strapi, (trx) =>
        writeAudits(trx, tenantIds, { action: 'data.exported', actor: SYSTEM_ACTOR }),
      );
    });

  return (run, open) => {
    const telling = told.get(run) ?? write();
    told.set(run, telling);
    // It is awaited below; a stream that nobody reads must not end the process.
    telling.catch(() => undefined);
    return Readable.from(
      (async function* rows() {
        await telling;
        yield* open() as AsyncIterable<unknown>;
      })(),
    );
  };
};
