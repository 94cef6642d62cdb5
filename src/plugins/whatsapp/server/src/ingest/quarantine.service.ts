import type { QuarantineChoice, QuarantineFilters } from '../../../contracts/quarantine';
import { WhatsAppError } from '../../../contracts/errors';
import type { StrapiContext } from '../kit/context';
import { isDocumentId } from '../kit/ids';
import { getService } from '../get-service';
import {
  connectionOf,
  countLines,
  countQuarantine,
  decideQuarantined,
  findQuarantined,
  inTransaction,
  listQuarantine,
  writeAudit,
  type Act,
  type ListPosition,
  type MemberRow,
  type QuarantinedRow,
  type Trx,
} from '../store';
import { memberActor } from '../tenancy';
import { createSeal } from './seal';

export type Decision = 'replaying' | 'dismissed';

interface Wanted {
  tenantId: number | null;
  choice: QuarantineChoice;
  to: Decision;
  actor: Act['actor'];
}

const ACTIONS = { replaying: 'inbound.replayed', dismissed: 'inbound.dismissed' } as const;
const notFound = (): WhatsAppError => new WhatsAppError('not-found', 'This is not in the quarantine');

/** How many lines of each company it was; nobody's lines are in nobody's audit log. */
const countsOf = (tenantIds: (number | null)[]): Map<number, number> => {
  const counts = new Map<number, number>();
  for (const id of tenantIds) if (id !== null) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
};

/** Decides about lines of one company, or (null) of whoever has them, and writes it into the log of each company. */
export const decideOn = async (trx: Trx, { tenantId, choice, to, actor }: Wanted): Promise<number> => {
  const ids = choice.ids && [...new Set(choice.ids)];
  if (ids) {
    const count = ids.every(isDocumentId) ? await countLines(trx, { tenantId, documentIds: ids }) : 0;
    if (count < ids.length) throw notFound();
  }
  const tenantIds = await decideQuarantined(trx, { tenantId, choice: ids ? { ids } : choice, to });
  for (const [id, count] of countsOf(tenantIds)) {
    const details = { count: String(count), why: choice.reason };
    await writeAudit(trx, id, { action: ACTIONS[to], actor, details });
  }
  return tenantIds.length;
};

/** What could not be placed or understood, for whoever decides about it. Each decision is written down. */
export const quarantine = ({ strapi }: StrapiContext) => {
  const seal = createSeal(strapi);
  return {
    async list(
      { tenantId }: Pick<MemberRow, 'tenantId'>,
      wanted: QuarantineFilters & { after: ListPosition | null; limit: number },
    ): Promise<{ rows: QuarantinedRow[]; counts: Map<string, number> }> {
      const connection = connectionOf(strapi);
      const [rows, counts] = await Promise.all([
        listQuarantine(connection, { tenantId, ...wanted }),
        countQuarantine(connection, { tenantId }),
      ]);
      return { rows: rows.map((row) => ({ ...row, detail: seal.openText(row.detail) })), counts };
    },

    /** What customers wrote may stand in it: whoever reads it leaves a line in the company's audit log. */
    async read(member: MemberRow, documentId: string): Promise<string> {
      const { tenantId } = member;
      return inTransaction(strapi, async (trx) => {
        const row = isDocumentId(documentId) && (await findQuarantined(trx, { tenantId, documentId }));
        if (!row) throw notFound();
        await writeAudit(trx, tenantId, {
          action: 'inbound.read',
          actor: memberActor(member),
          subject: { kind: 'inbound-event', id: row.documentId, name: row.field ?? row.documentId },
        });
        return seal.openText(row.payload) ?? '';
      });
    },

    /** Replayed or dismissed: gives how many. What is no longer in quarantine is left as it is. */
    async decide(member: MemberRow, choice: QuarantineChoice, to: Decision): Promise<number> {
      const { tenantId } = member;
      const count = await inTransaction(strapi, (trx) =>
        decideOn(trx, { tenantId, choice, to, actor: memberActor(member) }),
      );
      if (to === 'replaying' && count > 0) getService(strapi, 'ingest').wakeReplayer();
      return count;
    },
  };
};
