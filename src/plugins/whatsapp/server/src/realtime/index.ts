/** Sockets, rooms and hints. Carries no data and decides nothing but who may listen. */
export { realtime } from './realtime.service';
