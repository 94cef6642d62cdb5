import type { Core } from '@strapi/strapi';
import type { MemberKind } from '../../../contracts/tenancy';
import { announce } from '../kit/announce';
import type { MemberRow } from '../store';

/**
 * Emitted on Strapi's event hub once it is committed that somebody was added, brought back, removed, given another role,
 * or works for another company now. What was let in on the strength of the old state asks again.
 */
export const MEMBER_CHANGED = 'whatsapp.member.changed';
export interface MemberChanged {
  tenantId: number;
  memberId: number;
  kind: MemberKind;
  /** Null where the credential itself was deleted. */
  credentialId: number | null;
}

export const announceMember = (
  strapi: Core.Strapi,
  {
    tenantId,
    id: memberId,
    kind,
    credentialId,
  }: Pick<MemberRow, 'tenantId' | 'id' | 'kind' | 'credentialId'>,
): void =>
  announce(strapi, MEMBER_CHANGED, { tenantId, memberId, kind, credentialId } satisfies MemberChanged);

/** Emitted once a company and all that was its own is gone: whoever keeps something of it elsewhere removes it. */
export const TENANT_DELETED = 'whatsapp.tenant.deleted';
export interface TenantDeleted {
  tenantId: number;
  documentId: string;
}
