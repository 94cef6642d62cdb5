import type { ReactNode } from 'react';
import { Box, Flex, Link as DesignLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page, useIsMobile } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { CompanySwitcher } from '../company/CompanySwitcher';
import { useCompanyOrNone } from '../company/CompanyContext';
import { VisitBanner } from '../company/VisitBanner';

interface SettingsFrameProps {
  title: string;
  subtitle?: string;
  primaryAction?: ReactNode;
  /** Where the page came from, if it is not a first one. */
  back?: { to: string; label: string };
  isBusy?: boolean;
  children: ReactNode;
}

/** Strapi's settings look: header with the company's switcher, content, and the way back to the list. */
export const SettingsFrame = ({
  title,
  subtitle,
  primaryAction,
  back,
  isBusy = false,
  children,
}: SettingsFrameProps) => {
  // On a phone, Strapi's own way back stands in the same place.
  const isPhone = useIsMobile();
  const company = useCompanyOrNone();
  return (
    <Page.Main aria-busy={isBusy}>
      <VisitBanner />
      <Layouts.Header
        title={title}
        subtitle={subtitle}
        primaryAction={
          <Flex gap={2} wrap="wrap">
            {company ? <CompanySwitcher /> : null}
            {primaryAction}
          </Flex>
        }
        navigationAction={
          back && !isPhone ? (
            <DesignLink tag={Link} to={back.to} startIcon={<ArrowLeft />}>
              {back.label}
            </DesignLink>
          ) : undefined
        }
      />
      <Layouts.Content>
        <Box paddingBottom={8}>{children}</Box>
      </Layouts.Content>
    </Page.Main>
  );
};
