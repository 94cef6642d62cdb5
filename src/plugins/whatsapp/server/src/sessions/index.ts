/**
 * WhatsApp Web sessions as the plugin knows them: what people want, how they are, which bridge has them. Never sees a
 * browser, and keeps no code that links a phone.
 */
export { session as sessionController } from './session.controller';
export { heartbeatRoutes, sessionRoutes } from './session.routes';
export { CUSTOMER_TYPED, type CustomerTyped } from './typing';
export { createWays, type Way } from './way';
export { sessions } from './sessions.service';
