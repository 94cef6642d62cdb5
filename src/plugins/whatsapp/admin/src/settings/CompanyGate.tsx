import type { ReactNode } from 'react';
import { Flex, LinkButton } from '@strapi/design-system';
import { Briefcase } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { Right } from '../../../contracts/rights';
import { CompanyProvider } from '../company/CompanyContext';
import { NoRightHere } from '../company/NoRight';
import { Protected } from '../company/Protected';
import { useStanding, type Standing } from '../company/useStanding';
import { CenterState } from '../parts/CenterState';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { CreateCompany } from './CreateCompany';
import { Panel } from './Panel';
import { SettingsFrame } from './SettingsFrame';
import { Waiting } from './Waiting';

const NoCompany = ({ standing }: { standing: Extract<Standing, { state: 'none' }> }) => {
  const text = useText();
  const { me, left } = standing;
  const title = left ? text('company.left', { name: left }) : text('company.none.title');
  return (
    <Flex direction="column" alignItems="stretch" gap={6}>
      {left || !me.mayManageTenants ? (
        <Panel>
          <CenterState
            icon={<Briefcase width="3.2rem" height="3.2rem" />}
            title={title}
            role={left ? 'alert' : undefined}
          >
            {me.mayManageTenants ? null : text('company.none.hint')}
          </CenterState>
        </Panel>
      ) : null}
      {me.mayManageTenants ? (
        <>
          <CreateCompany />
          <Flex>
            <LinkButton tag={Link} to="/settings/whatsapp/companies" variant="tertiary">
              {text('company.none.manage')}
            </LinkButton>
          </Flex>
        </>
      ) : null}
    </Flex>
  );
};

const Content = ({ standing, children }: { standing: Standing; children: ReactNode }) => {
  const text = useText();
  switch (standing.state) {
    case 'loading':
      return <Waiting />;
    case 'failed':
      return (
        <Panel>
          <ProblemState title={text('settings.error')} error={standing.error} onRetry={standing.retry} />
        </Panel>
      );
    case 'none':
      return <NoCompany standing={standing} />;
    case 'present':
      return <Panel>{children}</Panel>;
  }
};

interface CompanyGateProps {
  right: Right;
  title: string;
  subtitle: string;
  children: ReactNode;
}

const Gate = ({ right, title, subtitle, children }: CompanyGateProps) => {
  const standing = useStanding();
  if (standing.state === 'present' && standing.company.rights.includes(right)) {
    return <CompanyProvider value={standing.company}>{children}</CompanyProvider>;
  }
  const frame = (
    <SettingsFrame title={title} subtitle={subtitle} isBusy={standing.state === 'loading'}>
      <Content standing={standing}>
        <NoRightHere right={right} />
      </Content>
    </SettingsFrame>
  );
  return standing.state === 'present' ? (
    <CompanyProvider value={standing.company}>{frame}</CompanyProvider>
  ) : (
    frame
  );
};

/** A page of settings that belongs to a company: there must be one, and the right to do this in it. */
export const CompanyGate = (props: CompanyGateProps) => (
  <Protected right={props.right} title={props.title}>
    <Gate {...props} />
  </Protected>
);
