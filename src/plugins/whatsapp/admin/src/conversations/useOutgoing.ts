import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useStore } from 'react-redux';
import type { Message } from '../../../contracts/inbox';
import { inboxApi } from '../api/changes';
import { problemOf } from '../api/problem';
import { explainProblem } from '../parts/problem-text';
import { useText, type Text } from '../parts/useText';
import type { ApiDispatch } from '../realtime/inbox-caches';
import { createDrafts, type Drafts } from './drafts';
import { createMessageSender, type MessageSender } from './message-sender';
import {
  createPendingMessages,
  type PendingMessage,
  type PendingMessages,
  type PendingProblem,
} from './pending-messages';

interface Desk {
  pending: PendingMessages;
  sender: MessageSender;
  drafts: Drafts;
  /** The language may change while a message is on its way. */
  text: { current: Text };
}

/** One per person and tab: what is on its way must outlive the screen that sent it. */
const desks = new Map<string, Desk>();

const post =
  (dispatch: ApiDispatch, text: Desk['text']) =>
  async ({ clientId, conversationId, body, quoted }: PendingMessage): Promise<PendingProblem | null> => {
    const message = {
      clientId,
      content: { type: 'text' as const, body },
      ...(quoted ? { quotedId: quoted.id } : {}),
    };
    try {
      await dispatch(
        inboxApi.endpoints.sendWhatsAppMessage.initiate({ conversationId, message }, { track: false }),
      ).unwrap();
      return null;
    } catch (error) {
      return explainProblem(text.current, problemOf(error));
    }
  };

const openDesk = (owner: string, dispatch: ApiDispatch, text: Text): Desk => {
  const known = desks.get(owner);
  if (known) return known;
  const pending = createPendingMessages(window.sessionStorage, `whatsapp.pending.${owner}`);
  const latest = { current: text };
  const desk: Desk = {
    pending,
    sender: createMessageSender({ pending, post: post(dispatch, latest) }),
    drafts: createDrafts(window.sessionStorage, owner),
    text: latest,
  };
  desks.set(owner, desk);
  return desk;
};

const quoteOf = (message: Message, preview: string): PendingMessage['quoted'] => ({
  id: message.id,
  direction: message.direction,
  preview,
});

/** What this person writes in one conversation: sent at once to the eye, in order to the server. */
export const useOutgoing = (owner: string, conversationId: string) => {
  const text = useText();
  const store = useStore();
  // Finds the same desk on every render; only the first one opens it.
  const desk = openDesk(owner, store.dispatch, text);
  useEffect(() => {
    desk.text.current = text;
  }, [desk, text]);

  const all = useSyncExternalStore(desk.pending.subscribe, desk.pending.all);
  const pending = useMemo(
    () => all.filter((message) => message.conversationId === conversationId),
    [all, conversationId],
  );

  const send = useCallback(
    (body: string, quoted: { message: Message; preview: string } | null) =>
      desk.sender.send({
        clientId: crypto.randomUUID(),
        conversationId,
        body,
        quoted: quoted ? quoteOf(quoted.message, quoted.preview) : null,
        writtenAt: new Date().toISOString(),
        state: 'sending',
        problem: null,
      }),
    [conversationId, desk],
  );

  return { pending, send, retry: desk.sender.send, discard: desk.sender.discard, drafts: desk.drafts };
};
