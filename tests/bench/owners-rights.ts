import { actionOf, RIGHTS_OF_ROLE } from '../../src/plugins/whatsapp/contracts/rights';

/** Strapi's permissions for everything that an owner may do. */
export const ownersRights = RIGHTS_OF_ROLE.owner.map((right) => ({
  action: actionOf(right),
  subject: null,
  properties: {},
  conditions: [],
}));
