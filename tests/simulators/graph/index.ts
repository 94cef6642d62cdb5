/**
 * A stand-in for graph.facebook.com, over real HTTP and strict where the real one is strict.
 * Gives: a Graph that can be filled, broken and looked into, webhooks as Meta sends them, and customers who answer.
 * Never: a shortcut into the product. Whatever it knows of the product it learned from a request or an answer.
 */
export { startGraphSimulator } from './simulator';
export type { GraphSimulator, GraphSimulatorOptions } from './simulator';
export { DEFAULT_SETTINGS } from './settings';
export type { Settings, SettingsPatch } from './settings';
export type { Company, CompanyInput, Registry } from './state/registry';
export type { App, Person, PhoneNumber, Template, Token, Waba } from './state/entities';
export type {
  AcceptedMessage,
  InboundMessage,
  ReadReceipt,
  RecordedRequest,
  ReportedStatus,
} from './state/journals';
export type { Ledger } from './state/ledger';
export type { Fault, FaultInput, Faults } from './faults';
export type { CustomerMessage, Customers } from './customers';
export type { Crowd, CrowdOptions } from './people/crowd';
export type { Chat } from './people/chat';
export { PERSONAS } from './people/personas';
export type { Persona } from './people/persona';
export { encodePayload, signBody, signedWebhook, webhookHeaders } from './webhooks/encode';
export type { Escaping } from './webhooks/encode';
export type { RawWebhook } from './webhooks/raw';
export type { RecordedPost, WebhookCounters } from './webhooks/emitter';
export type { Update } from './webhooks/pack';
export { webhookErrorOf } from './http/graph-error';
export { inboundWamid, outboundWamid } from './kit/ids';
export { addControlRoutes } from './control/routes';
