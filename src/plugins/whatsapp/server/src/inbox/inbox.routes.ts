import { ACTIONS, adminRoute } from '../http';

const read = ACTIONS.read;
const send = ACTIONS.send;

export const inboxRoutes = [
  adminRoute({ method: 'GET', path: '/conversations', handler: 'conversation.list', action: read }),
  adminRoute({
    method: 'GET',
    path: '/conversations/:conversationId',
    handler: 'conversation.findOne',
    action: read,
  }),
  adminRoute({
    method: 'POST',
    path: '/conversations/:conversationId/read',
    handler: 'conversation.markRead',
    action: read,
  }),
  adminRoute({
    method: 'GET',
    path: '/conversations/:conversationId/messages',
    handler: 'message.list',
    action: read,
  }),
  adminRoute({
    method: 'POST',
    path: '/conversations/:conversationId/messages',
    handler: 'message.send',
    action: send,
  }),
  adminRoute({ method: 'POST', path: '/messages/:messageId/retry', handler: 'message.retry', action: send }),
  adminRoute({ method: 'GET', path: '/changes', handler: 'conversation.changes', action: read }),
];
