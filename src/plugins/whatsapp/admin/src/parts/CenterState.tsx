import type { ReactNode } from 'react';
import { Flex, Typography } from '@strapi/design-system';

interface CenterStateProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** Failures interrupt a screen reader, empty places do not. */
  role?: 'alert' | 'status';
}

/** What a pane says when it has nothing to list: empty, failed, or not allowed. */
export const CenterState = ({ icon, title, children, action, role }: CenterStateProps) => (
  <Flex
    direction="column"
    justifyContent="center"
    alignItems="center"
    gap={3}
    padding={7}
    height="100%"
    width="100%"
    role={role}
  >
    <Flex color="neutral500" aria-hidden>
      {icon}
    </Flex>
    <Typography variant="delta" tag="p" textAlign="center">
      {title}
    </Typography>
    {children ? (
      <Typography textColor="neutral600" textAlign="center" tag="p" maxWidth="44rem">
        {children}
      </Typography>
    ) : null}
    {action}
  </Flex>
);
