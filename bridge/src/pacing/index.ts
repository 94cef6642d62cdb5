/**
 * How fast messages may leave: Meta's limits per number, per person, per account and per app, and what Meta refused; on
 * WhatsApp Web as fast as a person.
 * Holds a message for a second at most; it keeps none.
 */
export { createHumanPace, humanlyPaced } from './human-pace';
export { pacedAdapter } from './paced-adapter';
export { createPacing } from './pacing';
