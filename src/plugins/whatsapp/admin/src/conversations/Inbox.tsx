import { useParams } from 'react-router-dom';
import { Page } from '@strapi/strapi/admin';
import { Message as MessageIcon } from '@strapi/icons';
import type { Member } from '../../../contracts/tenancy';
import { unreadTotal } from '../api/conversation-list';
import { useGetWhatsAppConversationsQuery } from '../api/conversations';
import { CenterState } from '../parts/CenterState';
import { useText } from '../parts/useText';
import { useLiveInbox } from '../realtime/useLiveInbox';
import { ChatPane } from './chat/ChatPane';
import { ChatPaneFrame, InboxShell, ListPane } from './layout';
import { ConversationList } from './list/ConversationList';
import { ListHeader } from './list/ListHeader';
import { titleOf } from './title';

interface InboxProps {
  tenantId: string;
  /** Null for a person who may look at a company without working for it. */
  member: Member | null;
}

/** The two panes. Which conversation is open stands in the address, so that it can be linked, reloaded and gone back to. */
export const Inbox = ({ tenantId, member }: InboxProps) => {
  const text = useText();
  const { '*': rest = '' } = useParams();
  const [selectedId = ''] = rest.split('/');
  const { isReconnecting } = useLiveInbox();
  const { data: list } = useGetWhatsAppConversationsQuery();
  const unread = unreadTotal(list?.items ?? []);
  const hasSelection = selectedId !== '';

  return (
    <InboxShell>
      <Page.Title>{titleOf(text('menu'), unread)}</Page.Title>
      <ListPane $isHiddenOnPhone={hasSelection} aria-label={text('list.label')}>
        <ListHeader unread={unread} isReconnecting={isReconnecting} />
        <ConversationList selectedId={selectedId} />
      </ListPane>
      <ChatPaneFrame $isHiddenOnPhone={!hasSelection} aria-label={text('chat.label')}>
        {hasSelection ? (
          <ChatPane
            key={selectedId}
            conversationId={selectedId}
            listed={list?.items.find(({ id }) => id === selectedId)}
            owner={member?.id ?? tenantId}
            author={member?.name ?? null}
          />
        ) : (
          <CenterState icon={<MessageIcon width="4rem" height="4rem" />} title={text('chat.none.title')}>
            {text('chat.none.hint')}
          </CenterState>
        )}
      </ChatPaneFrame>
    </InboxShell>
  );
};
