import type { Context } from 'koa';
import { WhatsAppError } from '../../../contracts/errors';
import { IsolationReport } from '../../../contracts/isolation';
import type { StrapiContext } from '../kit/context';
import { getService } from '../get-service';
import { adminUserOf, isPlatformAdmin } from '../tenancy';

export const isolationCheckController = ({ strapi }: StrapiContext) => ({
  async create(ctx: Context) {
    // To everybody else the route looks as if it were not there.
    if (!isPlatformAdmin(adminUserOf(ctx))) throw new WhatsAppError('not-found', 'Not found');
    ctx.body = { data: IsolationReport.parse(await getService(strapi, 'isolationCheck').run()) };
  },
});
