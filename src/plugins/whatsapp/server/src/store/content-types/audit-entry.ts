import { belongsTo, defineContentType, TENANT } from './define';

/** Who did what to a company's channels, people and tokens. Rows are added and never changed. */
export const auditEntry = defineContentType({
  singular: 'audit-entry',
  plural: 'audit-entries',
  displayName: 'Audit entry',
  attributes: {
    tenant: belongsTo(TENANT),
    at: { type: 'datetime', required: true },
    action: { type: 'string', required: true },
    actorKind: { type: 'enumeration', enum: ['member', 'platform', 'system'], required: true },
    /** Names as they were: people and channels come and go, the line stays true. */
    actorName: { type: 'string', required: true },
    subjectKind: { type: 'string' },
    subjectId: { type: 'string' },
    subjectName: { type: 'string' },
    details: { type: 'json', required: true },
  },
  indexes: [{ columns: ['tenant_id', 'at'] }],
});
