import { belongsTo, CONTACT, defineContentType, TENANT } from './define';

/** A person (or group) that a company talks with. `name` is the company's word, `profileName` the person's own. */
export const contact = defineContentType({
  singular: 'contact',
  plural: 'contacts',
  displayName: 'Contact',
  attributes: {
    tenant: belongsTo(TENANT),
    name: { type: 'string' },
    profileName: { type: 'string' },
    username: { type: 'string' },
  },
});

/**
 * One way in which WhatsApp names a contact. A person has several, and may have no phone number at all.
 * `phone` holds the matching key of a number (see `kit/phone.ts`), `wa_id` the form that WhatsApp gave.
 */
export const contactAddress = defineContentType({
  singular: 'contact-address',
  plural: 'contact-addresses',
  displayName: 'Contact address',
  attributes: {
    tenant: belongsTo(TENANT),
    contact: belongsTo(CONTACT),
    kind: {
      type: 'enumeration',
      enum: ['phone', 'wa_id', 'bsuid', 'parent_bsuid', 'lid', 'group'],
      required: true,
    },
    value: { type: 'string', required: true },
  },
  indexes: [{ columns: ['tenant_id', 'kind', 'value'], unique: true }],
});
