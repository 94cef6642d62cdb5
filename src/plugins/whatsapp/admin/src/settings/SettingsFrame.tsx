import type { ReactNode } from 'react';
import { Box, Link as DesignLink } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page, useIsMobile } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { useText } from '../parts/useText';

interface SettingsFrameProps {
  title: string;
  subtitle?: string;
  primaryAction?: ReactNode;
  hasBackLink?: boolean;
  isBusy?: boolean;
  children: ReactNode;
}

/** Strapi's settings look: header, content, and the way back to the list. */
export const SettingsFrame = ({
  title,
  subtitle,
  primaryAction,
  hasBackLink = false,
  isBusy = false,
  children,
}: SettingsFrameProps) => {
  const text = useText();
  // On a phone, Strapi's own way back stands in the same place.
  const isPhone = useIsMobile();
  return (
    <Page.Main aria-busy={isBusy}>
      <Layouts.Header
        title={title}
        subtitle={subtitle}
        primaryAction={primaryAction}
        navigationAction={
          hasBackLink && !isPhone ? (
            <DesignLink tag={Link} to="/settings/whatsapp/channels" startIcon={<ArrowLeft />}>
              {text('settings.back')}
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
