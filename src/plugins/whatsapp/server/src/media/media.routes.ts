import { addressRoute, adminRoute, bridgeRoute, contentRoute } from '../http';
import { UPLOADS } from './leave-uploads';

const OF_MESSAGE = [
  { method: 'GET', path: '/messages/:messageId/media', handler: 'media.findOne', right: 'read' },
  { method: 'POST', path: '/messages/:messageId/media/fetch', handler: 'media.fetch', right: 'read' },
] as const;

const upload = { method: 'POST', path: UPLOADS, handler: 'upload.create', right: 'send' } as const;

export const mediaAdminRoutes = [...OF_MESSAGE.map(adminRoute), adminRoute(upload)];

export const mediaContentRoutes = [
  ...OF_MESSAGE.map(contentRoute),
  contentRoute(upload),
  addressRoute({ method: 'GET', path: '/files/:token', handler: 'file.findOne' }),
];

export const sentFileRoutes = [
  bridgeRoute({ method: 'GET', path: '/bridge/files/:mediaFileId', handler: 'sent-file.findOne' }),
];
