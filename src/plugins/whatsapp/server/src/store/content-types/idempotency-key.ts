import { belongsTo, defineContentType, MEMBER, TENANT } from './define';

/** A request that its sender may repeat: who asked, what they asked, and what they were told. Kept for a day. */
export const idempotencyKey = defineContentType({
  singular: 'idempotency-key',
  plural: 'idempotency-keys',
  displayName: 'Idempotency key',
  attributes: {
    tenant: belongsTo(TENANT),
    member: belongsTo(MEMBER),
    key: { type: 'string', required: true },
    /** Of method, path and body: the same key for something else is a mistake. */
    digest: { type: 'string', required: true },
    /** Under which the request makes its message, however often it has to be begun. */
    clientId: { type: 'string', required: true },
    /** The answer; null while the request runs. */
    status: { type: 'integer' },
    body: { type: 'text' },
    /** Until then whoever began it is believed to be at work. */
    leaseEndsAt: { type: 'datetime', required: true },
    expiresAt: { type: 'datetime', required: true },
  },
  indexes: [{ columns: ['tenant_id', 'member_id', 'key'], unique: true }, { columns: ['expires_at'] }],
});
