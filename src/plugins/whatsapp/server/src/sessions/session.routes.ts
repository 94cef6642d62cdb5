import { adminRoute, bridgeRoute } from '../http';

const SESSION = [
  { method: 'GET', path: '', handler: 'session.findOne' },
  { method: 'PUT', path: '', handler: 'session.update' },
  { method: 'POST', path: '/start', handler: 'session.start' },
  { method: 'POST', path: '/stop', handler: 'session.stop' },
  { method: 'POST', path: '/restart', handler: 'session.restart' },
  { method: 'POST', path: '/unlink', handler: 'session.unlink' },
  { method: 'GET', path: '/code', handler: 'session.code' },
  { method: 'POST', path: '/pairing-code', handler: 'session.pairByNumber' },
] as const;

/** Whoever sees a code can link a phone to the company: the right to manage channels is asked for all of it. */
export const sessionRoutes = SESSION.map(({ method, path, handler }) =>
  adminRoute({ method, path: `/channels/:channelId/session${path}`, handler, right: 'channels' }),
);

export const heartbeatRoutes = [
  bridgeRoute({ method: 'POST', path: '/bridge/heartbeat', handler: 'session.heartbeat' }),
  bridgeRoute({ method: 'POST', path: '/bridge/session-backups', handler: 'session.keepBackup' }),
  bridgeRoute({
    method: 'GET',
    path: '/bridge/session-backups/:channelId',
    handler: 'session.readBackup',
  }),
  bridgeRoute({ method: 'POST', path: '/bridge/web-typing', handler: 'session.typing' }),
];
