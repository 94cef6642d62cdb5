import type { Core } from '@strapi/strapi';
import { WhatsAppError } from '../../../contracts/errors';
import type { CreateApiToken, TokenAccess } from '../../../contracts/tenancy';
import { DAY_MS } from '../kit/clock';
import { newDocumentId } from '../kit/ids';
import { strapiTokenName } from '../kit/token-name';
import {
  endMemberships,
  findApiToken,
  forgetTokenKey,
  insertMember,
  inStrapiTransaction,
  listApiTokens,
  lockTenant,
  writeAudit,
  type ApiTokenRow,
  type MemberRow,
} from '../store';
import { announceMember } from './events';
import type { InCompany } from './members.service';

interface StrapiTokens {
  create(attributes: object): Promise<{ id: number; accessKey: string; expiresAt: number | string | null }>;
  revoke(id: number): Promise<unknown>;
}

interface ContentRoute {
  handler: unknown;
  config?: { auth?: unknown };
}

const ROLE_OF: Record<TokenAccess, MemberRow['role']> = { read: 'visitor', write: 'agent' };
export const accessOf = ({ role }: Pick<ApiTokenRow, 'role'>): TokenAccess =>
  role === 'visitor' ? 'read' : 'write';

/** What Strapi lets a token do: this plugin's routes under `/api` that ask who it is, all or the reading ones. */
const actionsFor = (strapi: Core.Strapi, access: TokenAccess): string[] => {
  const routers = Object.values(strapi.plugin('whatsapp').routes) as {
    type?: string;
    routes: ContentRoute[];
  }[];
  const handlers = routers
    .filter(({ type }) => type === 'content-api')
    .flatMap(({ routes }) => routes)
    .filter(({ config }) => config?.auth !== false)
    .map(({ handler }) => String(handler));
  const isReading = (handler: string) => /\.(find|findOne)$/.test(handler);
  const chosen = access === 'write' ? handlers : handlers.filter(isReading);
  return [...new Set(chosen.map((handler) => `plugin::whatsapp.${handler}`))];
};

const isOwnName = (name: string) => (row: ApiTokenRow) => row.name === name;

/** Tokens of Strapi's content API that work for one company, by a membership of their own. */
export const apiTokensOf = (strapi: Core.Strapi) => {
  const tokens = strapi.service('admin::api-token-content-api') as unknown as StrapiTokens;

  return {
    /** Gives the key, which nobody can read again afterwards. */
    async issue(
      { tenantId, actor }: InCompany,
      { name, access, lifespanDays }: CreateApiToken,
    ): Promise<{ row: ApiTokenRow; accessKey: string }> {
      const documentId = newDocumentId();
      const accessKey = await inStrapiTransaction(strapi, async (trx) => {
        if (!(await lockTenant(trx, tenantId))) throw new WhatsAppError('not-found', 'Company not found');
        if ((await listApiTokens(trx, tenantId)).some(isOwnName(name))) {
          throw new WhatsAppError('conflict', 'There is a token of this name', {
            fields: [{ path: 'name', message: 'There is a token of this name' }],
          });
        }
        const issued = await tokens.create({
          kind: 'content-api',
          name: strapiTokenName(name, documentId),
          description: '',
          type: 'custom',
          permissions: actionsFor(strapi, access),
          lifespan: lifespanDays === null ? null : lifespanDays * DAY_MS,
        });
        await forgetTokenKey(strapi, issued.id);
        await insertMember(trx, {
          documentId,
          tenantId,
          principal: { kind: 'token', id: issued.id },
          role: ROLE_OF[access],
          expiresAt: issued.expiresAt === null ? null : new Date(issued.expiresAt),
        });
        const subject = { kind: 'token', id: documentId, name };
        const details = { access, days: lifespanDays?.toString() };
        await writeAudit(trx, tenantId, { action: 'token.created', actor, subject, details });
        return issued.accessKey;
      });
      return { row: await this.find(tenantId, documentId), accessKey };
    },

    async find(tenantId: number, documentId: string): Promise<ApiTokenRow> {
      const row = await findApiToken(strapi, { tenantId, documentId });
      if (!row) throw new WhatsAppError('not-found', 'Token not found');
      return row;
    },

    async revoke({ tenantId, actor }: InCompany, documentId: string): Promise<void> {
      const token = await this.find(tenantId, documentId);
      await inStrapiTransaction(strapi, async (trx, afterCommit) => {
        if (!(await lockTenant(trx, tenantId))) throw new WhatsAppError('not-found', 'Company not found');
        if (!(await listApiTokens(trx, tenantId)).some(({ id }) => id === token.id)) {
          throw new WhatsAppError('not-found', 'Token not found');
        }
        // Before Strapi's row goes: whoever hears of its end finds nobody's membership in it any more.
        await endMemberships(trx, [token.id], token.name);
        await tokens.revoke(token.tokenId);
        const subject = { kind: 'token', id: documentId, name: token.name };
        await writeAudit(trx, tenantId, { action: 'token.revoked', actor, subject });
        afterCommit(() =>
          announceMember(strapi, { tenantId, id: token.id, kind: 'token', credentialId: token.tokenId }),
        );
      });
    },
  };
};
