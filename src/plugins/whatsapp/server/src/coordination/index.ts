/**
 * Several processes over one database: who looks for work and when, and what they tell each other. Carries hints only;
 * knows nothing of messages, and keeps nothing.
 */
export { coordination } from './coordination.service';
