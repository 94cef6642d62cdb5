import { Flex, LinkButton } from '@strapi/design-system';
import { Briefcase, Cog } from '@strapi/icons';
import { Link } from 'react-router-dom';
import { CompanyProvider } from '../company/CompanyContext';
import { CompanySwitcher } from '../company/CompanySwitcher';
import { NoRightHere } from '../company/NoRight';
import { Protected } from '../company/Protected';
import { useStanding } from '../company/useStanding';
import { VisitBanner } from '../company/VisitBanner';
import { CenterState } from '../parts/CenterState';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { Inbox } from './Inbox';
import { InboxShell, ListPane, Panes } from './layout';
import { ListSkeleton } from './list/ListSkeleton';

interface NoCompanyProps {
  mayManage: boolean;
  /** The company that was on screen until the membership ended. */
  left: string | null;
}

const NoCompany = ({ mayManage, left }: NoCompanyProps) => {
  const text = useText();
  return (
    <CenterState
      icon={<Briefcase width="3.2rem" height="3.2rem" />}
      role={left ? 'alert' : undefined}
      title={left ? text('company.left', { name: left }) : text('inbox.no-company.title')}
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

/** Without the right to read here there may still be another company in which there is one. */
const LonelySwitcher = () => (
  <Flex padding={4}>
    <CompanySwitcher />
  </Flex>
);

/** Who is asking decides what is shown: an inbox belongs to a company, and so must its reader. */
const Gate = () => {
  const text = useText();
  const standing = useStanding();

  switch (standing.state) {
    case 'loading':
      return (
        <InboxShell aria-busy>
          <Panes>
            <ListPane $isHiddenOnPhone={false}>
              <ListSkeleton />
            </ListPane>
          </Panes>
        </InboxShell>
      );
    case 'failed':
      return (
        <InboxShell>
          <ProblemState title={text('inbox.error')} error={standing.error} onRetry={standing.retry} />
        </InboxShell>
      );
    case 'none':
      return (
        <InboxShell>
          <NoCompany mayManage={standing.me.mayManageTenants} left={standing.left} />
        </InboxShell>
      );
    case 'present':
      return (
        <CompanyProvider value={standing.company}>
          <InboxShell>
            <VisitBanner />
            {standing.company.rights.includes('read') ? (
              <Inbox key={standing.company.member.id} />
            ) : (
              <>
                <LonelySwitcher />
                <NoRightHere right="read" />
              </>
            )}
          </InboxShell>
        </CompanyProvider>
      );
  }
};

/** The page behind "Conversations" in the main menu. */
export const ConversationsPage = () => (
  <Protected right="read" title={useText()('menu')}>
    <Gate />
  </Protected>
);
