/**
 * The files of messages: fetched from WhatsApp once, kept in a folder that no web server shows, handed out at signed
 * addresses to whoever may read the message. Never believes what a file says it is, and never makes a path of anything
 * that came from outside.
 */
export { signAddress } from './address-token';
export { awaitFiles, carriesFile } from './awaited';
export { file as fileController } from './file.controller';
export { media as mediaController } from './media.controller';
export { mediaAdminRoutes, mediaContentRoutes } from './media.routes';
export { media } from './media.service';
