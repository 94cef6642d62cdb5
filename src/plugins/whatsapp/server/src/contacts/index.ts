/**
 * People, and the many ways in which WhatsApp names them. One person is one contact, whichever address came first.
 */
export { addressesOfPerson, groupAddresses, identify, type Person } from './identify';
