import type { ConversationView, MessageView } from '../store';
import { maySee, type ActingMember } from '../tenancy';

interface Changed {
  conversations: ConversationView[];
  messages: MessageView[];
}

/**
 * Changes as this member may see them. Of a conversation that is not theirs only the id is told, whichever of its rows
 * changed: a screen drops it, even when it is theirs again before the next page, and so misses nothing that this page
 * kept from it. The two lists are read one after the other: what either knows to be hidden, both hide.
 */
export const onlyTheirs = (
  member: Pick<ActingMember, 'id' | 'rights'>,
  { conversations, messages }: Changed,
): Changed & { gone: string[] } => {
  const isHidden = (row: { assigneeId: number | null }): boolean => !maySee(member, row);
  const gone = new Set([
    ...conversations.filter(isHidden).map(({ documentId }) => documentId),
    ...messages.filter(isHidden).map(({ conversationDocumentId }) => conversationDocumentId),
  ]);
  return {
    conversations: conversations.filter(({ documentId }) => !gone.has(documentId)),
    messages: messages.filter(({ conversationDocumentId }) => !gone.has(conversationDocumentId)),
    gone: [...gone],
  };
};
