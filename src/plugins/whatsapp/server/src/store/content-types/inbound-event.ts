import { belongsTo, CHANNEL, defineContentType, TENANT } from './define';

/** What came in, as it came: the log of webhooks and, for what could not be placed, the quarantine. */
export const inboundEvent = defineContentType({
  singular: 'inbound-event',
  plural: 'inbound-events',
  displayName: 'Inbound event',
  attributes: {
    tenant: belongsTo(TENANT),
    channel: belongsTo(CHANNEL),
    key: { type: 'string', required: true },
    state: { type: 'enumeration', enum: ['processed', 'quarantined'], required: true },
    reason: { type: 'string' },
    detail: { type: 'text' },
    field: { type: 'string' },
    phoneNumberId: { type: 'string' },
    businessAccountId: { type: 'string' },
    appFingerprint: { type: 'string', private: true },
    payload: { type: 'text', private: true },
    /** The adapter's reading of a quarantined payload, kept for its replay. */
    events: { type: 'json', private: true },
    receivedAt: { type: 'datetime', required: true },
  },
  indexes: [
    { columns: ['key'], unique: true },
    { columns: ['state', 'tenant_id', 'received_at'] },
    { columns: ['received_at'] },
  ],
});
