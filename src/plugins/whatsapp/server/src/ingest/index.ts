/**
 * Bridge events → rows, once each, in order per chat; the inbound log and the quarantine. Never decides by a body whose
 * a message is, and never talks to WhatsApp.
 */
export { bridge as bridgeController } from './bridge.controller';
export { deliveryRoutes, quarantineRoutes } from './ingest.routes';
export { ingest } from './ingest.service';
export { quarantine as quarantineController } from './quarantine.controller';
export { quarantineOfAll } from './quarantine-of-all';
export { quarantine } from './quarantine.service';
