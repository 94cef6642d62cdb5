import type { ReactNode } from 'react';
import { Box, Flex, Loader } from '@strapi/design-system';
import { Briefcase } from '@strapi/icons';
import { useGetWhatsAppMeQuery } from '../api/me';
import { CenterState } from '../parts/CenterState';
import { ProblemState } from '../parts/ProblemState';
import { useText } from '../parts/useText';
import { CreateCompany } from './CreateCompany';
import { SettingsFrame } from './SettingsFrame';

/** Channels belong to a company: first there must be one. */
export const CompanyGate = ({ children }: { children: ReactNode }) => {
  const text = useText();
  const { data: me, error, isLoading, refetch } = useGetWhatsAppMeQuery();

  if (me?.tenant) return <>{children}</>;
  return (
    <SettingsFrame title={text('settings.title')} subtitle={text('settings.subtitle')} isBusy={isLoading}>
      {isLoading ? (
        <Flex justifyContent="center" padding={9}>
          <Loader>{text('settings.loading')}</Loader>
        </Flex>
      ) : null}
      {!isLoading && !me ? (
        <ProblemState title={text('settings.error')} error={error} onRetry={() => void refetch()} />
      ) : null}
      {me?.mayManageTenants ? <CreateCompany /> : null}
      {me && !me.mayManageTenants ? (
        <Box background="neutral0" hasRadius shadow="filterShadow">
          <CenterState icon={<Briefcase width="3.2rem" height="3.2rem" />} title={text('company.none.title')}>
            {text('company.none.hint')}
          </CenterState>
        </Box>
      ) : null}
    </SettingsFrame>
  );
};
