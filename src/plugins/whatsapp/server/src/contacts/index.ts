/**
 * People, and the many ways in which WhatsApp names them. One person is one contact, whichever address came first.
 * Shows and renames them; never decides who writes to whom.
 */
export { contact as contactController } from './contact.controller';
export { contactNameOf } from './contact.presenter';
export { contactContentRoutes, contactRoutes } from './contact.routes';
export { contacts } from './contacts.service';
export { addressesOfPerson, groupAddresses, identify, type Person } from './identify';
