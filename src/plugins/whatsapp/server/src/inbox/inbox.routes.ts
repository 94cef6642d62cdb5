import { adminRoute, contentRoute } from '../http';

const CONVERSATION = '/conversations/:conversationId';

/** The same for the panel's people and, under `/api`, for users and API tokens. */
const ROUTES = [
  { method: 'GET', path: '/conversations', handler: 'conversation.find', right: 'read' },
  { method: 'GET', path: CONVERSATION, handler: 'conversation.findOne', right: 'read' },
  { method: 'POST', path: `${CONVERSATION}/read`, handler: 'conversation.markRead', right: 'read' },
  { method: 'POST', path: `${CONVERSATION}/typing`, handler: 'conversation.sayTyping', right: 'send' },
  { method: 'PUT', path: `${CONVERSATION}/assignee`, handler: 'assignee.update', right: 'readAll' },
  { method: 'GET', path: `${CONVERSATION}/messages`, handler: 'message.find', right: 'read' },
  {
    method: 'POST',
    path: `${CONVERSATION}/messages`,
    handler: 'message.create',
    right: 'send',
    isSending: true,
  },
  {
    method: 'POST',
    path: '/messages/:messageId/retry',
    handler: 'message.retry',
    right: 'send',
    isSending: true,
  },
  { method: 'POST', path: '/messages/:messageId/leave', handler: 'message.leave', right: 'send' },
  { method: 'GET', path: '/assignees', handler: 'assignee.find', right: 'readAll' },
  { method: 'GET', path: '/changes', handler: 'change.find', right: 'read' },
] as const;

export const inboxRoutes = ROUTES.map(adminRoute);
export const inboxContentRoutes = ROUTES.map(contentRoute);
