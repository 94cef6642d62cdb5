import { useRef } from 'react';
import { Button, Flex, LinkButton, Loader } from '@strapi/design-system';
import { Cog, Message as MessageIcon } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import {
  useGetWhatsAppConversationsQuery,
  useLoadMoreWhatsAppConversationsMutation,
} from '../../api/conversations';
import type { Conversation } from '../../../../contracts/inbox';
import { useRight } from '../../company/CompanyContext';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import { ConversationRow } from './ConversationRow';
import { ListSkeleton } from './ListSkeleton';
import { useConversationKeys } from './useConversationKeys';
import { useConversationRows } from './useConversationRows';

const Scroller = styled.div`
  flex: 1 1 0;
  min-height: 0;
  overflow-y: auto;
  overscroll-behavior: contain;
`;

const Rows = styled.ul`
  position: relative;
  padding: 0;
  list-style: none;
`;

const Placed = styled.li`
  position: absolute;
  inset-inline: 0;
  top: 0;
`;

const Empty = () => {
  const text = useText();
  const mayConnect = useRight('channels');
  const seesAll = useRight('readAll');
  return (
    <CenterState
      icon={<MessageIcon width="3.2rem" height="3.2rem" />}
      title={text('list.empty.title')}
      action={
        mayConnect ? (
          <LinkButton tag={Link} to="/settings/whatsapp/channels" variant="secondary" startIcon={<Cog />}>
            {text('list.empty.action')}
          </LinkButton>
        ) : null
      }
    >
      {text(seesAll ? 'list.empty.hint' : 'list.empty.assigned')}
    </CenterState>
  );
};

interface LoadedListProps {
  items: Conversation[];
  nextCursor: string | null;
  selectedId: string;
}

const LoadedList = ({ items, nextCursor, selectedId }: LoadedListProps) => {
  const text = useText();
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const [loadMore, more] = useLoadMoreWhatsAppConversationsMutation();
  const { tabStopId, setTabStopId, handleKeyDown, scrollRef } = useConversationKeys({
    items,
    selectedId,
    scroller,
  });
  const rows = useConversationRows({
    items,
    scroller,
    keepId: tabStopId,
    scrollRef,
    onNearEnd: nextCursor && !more.isLoading && !more.isError ? () => void loadMore(nextCursor) : null,
  });

  return (
    <Scroller ref={scroller}>
      <Rows aria-label={text('list.label')} style={{ height: `${rows.height}px` }} onKeyDown={handleKeyDown}>
        {rows.visible.map(({ key, index, start, conversation }) => (
          <Placed
            key={key}
            ref={rows.measure}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={nextCursor ? -1 : items.length}
            style={{ transform: `translateY(${start}px)` }}
          >
            <ConversationRow
              conversation={conversation}
              isSelected={conversation.id === selectedId}
              isTabStop={conversation.id === tabStopId}
              now={now}
              onFocus={setTabStopId}
            />
          </Placed>
        ))}
      </Rows>
      {more.isLoading || more.isError ? (
        <Flex justifyContent="center" padding={4}>
          {more.isLoading ? <Loader small>{text('list.loading-more')}</Loader> : null}
          {more.isError && nextCursor ? (
            <Button variant="tertiary" size="S" onClick={() => void loadMore(nextCursor)}>
              {text('list.load-more-again')}
            </Button>
          ) : null}
        </Flex>
      ) : null}
    </Scroller>
  );
};

/** The conversations of the company, newest first: as many as are looked at, however many there are. */
export const ConversationList = ({ selectedId }: { selectedId: string }) => {
  const text = useText();
  const { data: list, error, isLoading, refetch } = useGetWhatsAppConversationsQuery();

  if (isLoading) return <ListSkeleton />;
  if (!list) {
    return <ProblemState title={text('list.error')} error={error} onRetry={() => void refetch()} />;
  }
  if (list.items.length === 0) return <Empty />;
  return <LoadedList items={list.items} nextCursor={list.nextCursor} selectedId={selectedId} />;
};
