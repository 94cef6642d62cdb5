import { useParams } from 'react-router-dom';
import { Page } from '@strapi/strapi/admin';
import { Message as MessageIcon } from '@strapi/icons';
import { unreadTotal } from '../api/conversation-list';
import { useGetWhatsAppConversationsQuery } from '../api/conversations';
import { useCompany } from '../company/CompanyContext';
import { CenterState } from '../parts/CenterState';
import { useText } from '../parts/useText';
import { useLiveInbox } from '../realtime/useLiveInbox';
import { ChatPane } from './chat/ChatPane';
import { ChatPaneFrame, ListPane, Panes } from './layout';
import { ConversationList } from './list/ConversationList';
import { ListHeader } from './list/ListHeader';
import { titleOf } from './title';

/** The two panes. Which conversation is open stands in the address, so that it can be linked, reloaded and gone back to. */
export const Inbox = () => {
  const text = useText();
  const { member } = useCompany();
  const { '*': rest = '' } = useParams();
  const [selectedId = ''] = rest.split('/');
  const { isReconnecting } = useLiveInbox();
  const { data: list } = useGetWhatsAppConversationsQuery();
  const unread = unreadTotal(list?.items ?? []);
  const hasSelection = selectedId !== '';

  return (
    <Panes>
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
            isGone={list?.goneIds.includes(selectedId) ?? false}
            owner={member.id}
            author={member.name}
          />
        ) : (
          <CenterState icon={<MessageIcon width="4rem" height="4rem" />} title={text('chat.none.title')}>
            {text('chat.none.hint')}
          </CenterState>
        )}
      </ChatPaneFrame>
    </Panes>
  );
};
