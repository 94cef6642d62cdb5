import { addressRoute, adminRoute, contentRoute } from '../http';

const ofMessage = {
  method: 'GET',
  path: '/messages/:messageId/media',
  handler: 'media.findOne',
  right: 'read',
} as const;

export const mediaAdminRoutes = [adminRoute(ofMessage)];

export const mediaContentRoutes = [
  contentRoute(ofMessage),
  addressRoute({ method: 'GET', path: '/files/:token', handler: 'file.findOne' }),
];
