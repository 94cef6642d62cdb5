import { LinkButton } from '@strapi/design-system';
import { Briefcase, Cog } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { useGetWhatsAppMeQuery } from '../api/me';
import { CenterState } from '../parts/CenterState';
import { ProblemState } from '../parts/ProblemState';
import { Protected } from '../parts/Protected';
import { useText } from '../parts/useText';
import { READ_CONVERSATIONS } from '../permissions';
import { Inbox } from './Inbox';
import { InboxShell, ListPane } from './layout';
import { ListSkeleton } from './list/ListSkeleton';

const NoCompany = ({ mayManage }: { mayManage: boolean }) => {
  const text = useText();
  return (
    <CenterState
      icon={<Briefcase width="3.2rem" height="3.2rem" />}
      title={text('inbox.no-company.title')}
      action={
        mayManage ? (
          <LinkButton tag={Link} to="/settings/whatsapp/channels" startIcon={<Cog />}>
            {text('inbox.no-company.action')}
          </LinkButton>
        ) : null
      }
    >
      {text(mayManage ? 'inbox.no-company.manager' : 'inbox.no-company.member')}
    </CenterState>
  );
};

/** Who is asking decides what is shown: an inbox belongs to a company, and so must its reader. */
const Gate = () => {
  const text = useText();
  const { data: me, error, isLoading, refetch } = useGetWhatsAppMeQuery();

  if (isLoading) {
    return (
      <InboxShell aria-busy>
        <ListPane $isHiddenOnPhone={false}>
          <ListSkeleton />
        </ListPane>
      </InboxShell>
    );
  }
  if (!me) {
    return (
      <InboxShell>
        <ProblemState title={text('inbox.error')} error={error} onRetry={() => void refetch()} />
      </InboxShell>
    );
  }
  if (!me.tenant) {
    return (
      <InboxShell>
        <NoCompany mayManage={me.mayManageTenants} />
      </InboxShell>
    );
  }
  return <Inbox key={me.tenant.id} tenantId={me.tenant.id} member={me.member} />;
};

/** The page behind "Conversations" in the main menu. */
export const ConversationsPage = () => (
  <Protected permissions={READ_CONVERSATIONS} title={useText()('menu')}>
    <Gate />
  </Protected>
);
