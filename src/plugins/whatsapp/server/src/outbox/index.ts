/**
 * Messages waiting to go: accept, claim, send, settle. One in flight per conversation, in order; what may have been sent
 * is never sent again by itself. Survives the death of its process at any instant.
 */
export { idempotency, sendingBodyOf } from './idempotency.middleware';
export { OUTBOX_FILLED, outbox } from './outbox.service';
