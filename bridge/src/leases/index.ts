/**
 * Which WhatsApp Web sessions are this bridge's own: the plugin says it, and only for a while. Also the way of what they
 * hear to the plugin.
 */
export { createBackups } from './backups';
export { bridgeIdOf } from './bridge-id';
export { createHeartbeat, type Heartbeat } from './heartbeat';
export { leaseSessions } from './leased-sessions';
export { deliverWebEvents } from './web-events';
export { createTypingTeller } from './web-typing';
