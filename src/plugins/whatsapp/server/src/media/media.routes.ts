import { addressRoute, adminRoute, bridgeRoute, contentRoute } from '../http';
import { UPLOADS } from './leave-uploads';

const ofMessage = {
  method: 'GET',
  path: '/messages/:messageId/media',
  handler: 'media.findOne',
  right: 'read',
} as const;

const upload = { method: 'POST', path: UPLOADS, handler: 'upload.create', right: 'send' } as const;

export const mediaAdminRoutes = [adminRoute(ofMessage), adminRoute(upload)];

export const mediaContentRoutes = [
  contentRoute(ofMessage),
  contentRoute(upload),
  addressRoute({ method: 'GET', path: '/files/:token', handler: 'file.findOne' }),
];

export const sentFileRoutes = [
  bridgeRoute({ method: 'GET', path: '/bridge/files/:mediaFileId', handler: 'sent-file.findOne' }),
];
