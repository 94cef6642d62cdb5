/** Which WhatsApp Web sessions are this bridge's own: the plugin says it, and only for a while. */
export { createHeartbeat, type Heartbeat, type LeasedSessions } from './heartbeat';
