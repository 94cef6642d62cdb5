type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What was typed and not sent, per person and conversation, for as long as the tab lives. */
export const createDrafts = (storage: TextStorage, owner: string) => {
  const keyOf = (conversationId: string) => `whatsapp.draft.${owner}.${conversationId}`;
  return {
    read: (conversationId: string): string => {
      try {
        return storage.getItem(keyOf(conversationId)) ?? '';
      } catch {
        return ''; // storage is forbidden: a draft then lives as long as its chat is open
      }
    },
    write: (conversationId: string, text: string): void => {
      try {
        if (text) storage.setItem(keyOf(conversationId), text);
        else storage.removeItem(keyOf(conversationId));
      } catch {
        // as above
      }
    },
  };
};

export type Drafts = ReturnType<typeof createDrafts>;
