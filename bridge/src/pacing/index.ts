/**
 * How fast messages may leave: Meta's limits per number, per person, per account and per app, and what Meta refused.
 * Holds a message for a second at most; it keeps none.
 */
export { pacedAdapter } from './paced-adapter';
export { createPacing } from './pacing';
