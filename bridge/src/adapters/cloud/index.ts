/**
 * Meta's Cloud API: sends through Graph, reads webhooks, tests credentials.
 * Translates only: it retries nothing, stores nothing, and knows neither HTTP routes nor the plugin.
 */
export { createCloudAdapters } from './cloud-adapter';
export { checkCredentials, type CheckSubject } from './check';
export { createGraphClient, type GraphClient } from './graph-client';
export { isSignatureHeader, signerOf, type SigningApp } from './webhook-signature';
export { parseKept, parseWebhook } from './webhook';
