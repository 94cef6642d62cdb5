import type { ReactNode } from 'react';
import { Page } from '@strapi/strapi/admin';
import { CompanyProvider } from '../company/CompanyContext';
import { NoPlatform } from '../company/NoRight';
import { useStanding } from '../company/useStanding';
import type { Me } from '../../../contracts/tenancy';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { Panel } from './Panel';
import { SettingsFrame } from './SettingsFrame';
import { Waiting } from './Waiting';

interface PlatformGateProps {
  title: string;
  subtitle: string;
  children: (me: Me) => ReactNode;
}

/** A page of the platform's super admin, who need not belong to any company. To others it says that it is not theirs. */
export const PlatformGate = ({ title, subtitle, children }: PlatformGateProps) => {
  const text = useText();
  const standing = useStanding();
  const me = standing.state === 'present' ? standing.company : standing.state === 'none' ? standing.me : null;
  const isAllowed = me?.mayManageTenants ?? false;

  return (
    // A visit that goes on is said here, too.
    <CompanyProvider value={standing.state === 'present' ? standing.company : null}>
      <Page.Title>{title}</Page.Title>
      {me && isAllowed ? (
        children(me)
      ) : (
        <SettingsFrame title={title} subtitle={subtitle} isBusy={standing.state === 'loading'}>
          {standing.state === 'loading' ? <Waiting /> : null}
          {standing.state === 'failed' ? (
            <Panel>
              <ProblemState title={text('settings.error')} error={standing.error} onRetry={standing.retry} />
            </Panel>
          ) : null}
          {me && !isAllowed ? (
            <Panel>
              <NoPlatform />
            </Panel>
          ) : null}
        </SettingsFrame>
      )}
    </CompanyProvider>
  );
};
