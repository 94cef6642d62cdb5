/** What people read and do: conversations, messages, what changed. Never sends by itself: that is the outbox's. */
export { assignee as assigneeController } from './assignee.controller';
export { assignments } from './assignments.service';
export { change as changeController } from './change.controller';
export { conversation as conversationController } from './conversation.controller';
export { inboxContentRoutes, inboxRoutes } from './inbox.routes';
export {
  ANSWER_TYPED,
  CONVERSATION_READ,
  inbox,
  type AnswerTyped,
  type ConversationRead,
} from './inbox.service';
export { message as messageController } from './message.controller';
