import { WhatsAppError } from '../../../contracts/errors';
import type { QuarantineChoice, QuarantineReason } from '../../../contracts/quarantine';
import type { StrapiContext } from '../kit/context';
import { asSystem } from '../kit/scope';
import { findTenantsNamed, inTransaction, listAllQuarantine, type PlatformLine } from '../store';
import { SYSTEM_ACTOR } from '../tenancy';
import { decideOn, type Decision } from './quarantine.service';
import { createSeal } from './seal';

/** The quarantine of every company, and of nobody: for the platform's command line. `company` is an id or a name. */
export const quarantineOfAll = ({ strapi }: StrapiContext) => {
  const seal = createSeal(strapi);

  const tenantIdOf = async (company: string | undefined): Promise<number | null> => {
    if (company === undefined) return null;
    const [found, ...others] = await findTenantsNamed(strapi, company);
    if (found && others.length === 0) return found.id;
    const problem = found ? 'Several companies have this name: give its id' : 'There is no such company';
    throw new WhatsAppError('not-found', problem);
  };

  return {
    list: (wanted: { company?: string; reason?: QuarantineReason; limit: number }): Promise<PlatformLine[]> =>
      asSystem('platform administration', async () => {
        const { reason, limit } = wanted;
        const tenantId = await tenantIdOf(wanted.company);
        const lines = await listAllQuarantine(strapi, { tenantId, reason, limit });
        return lines.map((line) => ({ ...line, detail: seal.openText(line.detail) }));
      }),

    /** Gives how many. The server that runs carries it out, in whatever process. */
    decide: (choice: QuarantineChoice, to: Decision, company?: string): Promise<number> =>
      asSystem('platform administration', async () => {
        const tenantId = await tenantIdOf(company);
        return inTransaction(strapi, (trx) => decideOn(trx, { tenantId, choice, to, actor: SYSTEM_ACTOR }));
      }),
  };
};
