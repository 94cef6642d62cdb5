import { belongsTo, CHANNEL, defineContentType, TENANT } from './define';

/**
 * What came in, as it came. A row is written before WhatsApp gets its 200, and is `waiting` until it was processed; what
 * could not be placed or understood stays as the quarantine.
 */
export const inboundEvent = defineContentType({
  singular: 'inbound-event',
  plural: 'inbound-events',
  displayName: 'Inbound event',
  attributes: {
    tenant: belongsTo(TENANT),
    channel: belongsTo(CHANNEL),
    key: { type: 'string', required: true },
    state: {
      type: 'enumeration',
      enum: ['waiting', 'processed', 'quarantined', 'replaying', 'dismissed'],
      required: true,
    },
    reason: { type: 'string' },
    detail: { type: 'text' },
    /** The webhook address that it came to: whose quarantine it is when no channel is known. */
    webhookKey: { type: 'string', private: true },
    field: { type: 'string' },
    phoneNumberId: { type: 'string' },
    businessAccountId: { type: 'string' },
    appFingerprint: { type: 'string', private: true },
    payload: { type: 'text', private: true },
    sizeBytes: { type: 'integer' },
    /** The adapter's reading of the payload, until it is processed. */
    events: { type: 'json', private: true },
    receivedAt: { type: 'datetime', required: true },
    /** Which webhook it came with, in the logs of bridge and plugin. */
    trace: { type: 'string', private: true },
  },
  indexes: [
    { columns: ['key'], unique: true },
    { columns: ['state', 'tenant_id', 'received_at'] },
    { columns: ['received_at'] },
  ],
});
