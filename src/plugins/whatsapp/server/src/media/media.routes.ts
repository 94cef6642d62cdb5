import { addressRoute, adminRoute, contentRoute } from '../http';

const OF_MESSAGE = [
  { method: 'GET', path: '/messages/:messageId/media', handler: 'media.findOne', right: 'read' },
  { method: 'POST', path: '/messages/:messageId/media/fetch', handler: 'media.fetch', right: 'read' },
] as const;

export const mediaAdminRoutes = OF_MESSAGE.map(adminRoute);

export const mediaContentRoutes = [
  ...OF_MESSAGE.map(contentRoute),
  addressRoute({ method: 'GET', path: '/files/:token', handler: 'file.findOne' }),
];
