import { errors } from '@strapi/utils';
import type { Scope } from '../../kit/scope';
import { AUDIT_ENTRY } from '../../store';

/** In Strapi's own words, so that its API answers with the right status. Says nothing about the other company. */
export const refuseWrite = (message: string): never => {
  throw new errors.ForbiddenError(message);
};

/**
 * Whether anything of this type may be written at all. The audit log is written by our own statements, with the act that
 * it tells of: nobody adds a line by Strapi's engine, and only the system (a company's end, a transfer) removes some.
 */
export const checkMayWrite = (uid: string, scope: Scope | null): void => {
  if (scope?.kind !== 'tenants') return;
  if (uid === AUDIT_ENTRY) refuseWrite('The audit log is only added to');
  if (scope.isReadOnly) refuseWrite('You may look, and change nothing');
};

/** A related row that is not there for this caller: absent and foreign look the same. */
export const refuseRelation = (attribute: string): never => {
  throw new errors.ValidationError(`The relation "${attribute}" points to a row that does not exist`);
};
