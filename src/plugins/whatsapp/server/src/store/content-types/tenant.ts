import { defineContentType } from './define';

/** A company. `changeSeq` numbers its changes; the row's lock is what puts them in order. */
export const tenant = defineContentType({
  singular: 'tenant',
  plural: 'tenants',
  displayName: 'Company',
  attributes: {
    name: { type: 'string', required: true },
    webhookKey: { type: 'string', required: true, private: true },
    verifyToken: { type: 'text', required: true, private: true },
    changeSeq: { type: 'biginteger', required: true, default: '0' },
  },
  indexes: [{ columns: ['webhook_key'], unique: true }],
});
