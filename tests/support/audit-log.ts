import { AuditPage } from '../../src/plugins/whatsapp/contracts/audit';
import type { AuditEntry } from '../../src/plugins/whatsapp/contracts/audit';
import { readBody } from './api-client';
import type { ApiClient } from './api-client';

/** A company's audit log as its owner reads it, newest first. */
export const auditOf = async (api: ApiClient, query = ''): Promise<AuditEntry[]> =>
  readBody(AuditPage, await api.get(`/whatsapp/audit?limit=100${query}`)).data;

/** The same in few words: what, by whom, on what. */
export const actsOf = async (api: ApiClient, query = ''): Promise<string[]> =>
  (await auditOf(api, query)).map(
    ({ action, actor, subject }) => `${actor.kind} ${actor.name}: ${action} ${subject?.name ?? ''}`,
  );
