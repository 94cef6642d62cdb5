/** What people read and do: conversations, messages, what changed. Never sends by itself: that is the outbox's. */
export { conversation as conversationController } from './conversation.controller';
export { inboxRoutes } from './inbox.routes';
export { inbox } from './inbox.service';
export { message as messageController } from './message.controller';
