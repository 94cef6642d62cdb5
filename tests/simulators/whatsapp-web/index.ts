/**
 * A stand-in for web.whatsapp.com: a page for real Chromium, the servers behind it, the owner's phone and the other people.
 * Gives: everything that the library asks of the page, people who write, react and hang up, and faults on demand.
 * Never: a shortcut into the product or the library. Only Chromium's flags lead here.
 */
export { startWhatsAppWebSimulator } from './simulator';
export type { WhatsAppWebSimulator, WhatsAppWebSimulatorOptions } from './simulator';
export type { Delivery } from './people/customers';
export type { HistoricMessage, PhoneWriting } from './people/phone';
export type { Writing } from './people/compose';
export type { WireMessage, WireReaction, WireVote } from './protocol/message';
export type { PageConfig } from './protocol/page-config';
export type { Settings } from './server/settings';
export type { SimulatorEvents } from './server/events';
export type { Ledger, SentMessage } from './server/ledger';
