/**
 * The files of messages: fetched from WhatsApp once, or brought here to be sent, kept in a folder that no web server shows, handed out at signed
 * addresses to whoever may read the message. Never believes what a file says it is, and never makes a path of anything
 * that came from outside.
 */
export { signAddress } from './address-token';
export { awaitFiles, carriesFile } from './awaited';
export { cleanFileName } from './file-name';
export { file as fileController } from './file.controller';
export { media as mediaController } from './media.controller';
export { UNKNOWN_TYPE } from './file-type';
export { leaveUploadsAlone } from './leave-uploads';
export { mediaAdminRoutes, mediaContentRoutes, sentFileRoutes } from './media.routes';
export { media } from './media.service';
export { sentFile as sentFileController } from './sent-file.controller';
export { upload as uploadController } from './upload.controller';
