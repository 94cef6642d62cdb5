import { belongsTo, defineContentType, TENANT } from './define';

/** A connected number. Only the pair of number and Meta app says whose a webhook is. */
export const channel = defineContentType({
  singular: 'channel',
  plural: 'channels',
  displayName: 'Channel',
  attributes: {
    tenant: belongsTo(TENANT),
    kind: { type: 'enumeration', enum: ['cloud', 'web'], required: true },
    name: { type: 'string', required: true },
    state: {
      type: 'enumeration',
      enum: ['connected', 'attention', 'paused'],
      required: true,
      default: 'connected',
    },
    stateReason: { type: 'text' },
    phoneNumberId: { type: 'string' },
    businessAccountId: { type: 'string' },
    appFingerprint: { type: 'string', private: true },
    credentials: { type: 'text', private: true },
    displayPhoneNumber: { type: 'string' },
    verifiedName: { type: 'string' },
    checkedAt: { type: 'datetime' },
    lastInboundAt: { type: 'datetime' },
    /** Meta's level, found by a check: says how fast the number may send. */
    throughput: { type: 'string' },
  },
  indexes: [
    { columns: ['phone_number_id', 'app_fingerprint'], unique: true },
    { columns: ['tenant_id', 'phone_number_id'], unique: true },
  ],
});
