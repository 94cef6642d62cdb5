import { adminRoute } from '../http';

export const inboxRoutes = [
  adminRoute({ method: 'GET', path: '/conversations', handler: 'conversation.list', right: 'read' }),
  adminRoute({
    method: 'GET',
    path: '/conversations/:conversationId',
    handler: 'conversation.findOne',
    right: 'read',
  }),
  adminRoute({
    method: 'POST',
    path: '/conversations/:conversationId/read',
    handler: 'conversation.markRead',
    right: 'read',
  }),
  adminRoute({
    method: 'GET',
    path: '/conversations/:conversationId/messages',
    handler: 'message.list',
    right: 'read',
  }),
  adminRoute({
    method: 'POST',
    path: '/conversations/:conversationId/messages',
    handler: 'message.send',
    right: 'send',
  }),
  adminRoute({ method: 'POST', path: '/messages/:messageId/retry', handler: 'message.retry', right: 'send' }),
  adminRoute({ method: 'GET', path: '/changes', handler: 'conversation.changes', right: 'read' }),
];
