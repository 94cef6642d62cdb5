import type { ReactNode } from 'react';
import { Flex, Typography } from '@strapi/design-system';

interface PanelProps {
  title?: string;
  hint?: string;
  children: ReactNode;
}

/** A white sheet of the settings with a heading of its own. */
export const Panel = ({ title, hint, children }: PanelProps) => (
  <Flex
    tag="section"
    direction="column"
    alignItems="stretch"
    gap={5}
    padding={6}
    background="neutral0"
    hasRadius
    shadow="filterShadow"
  >
    {title ? (
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography variant="delta" tag="h2">
          {title}
        </Typography>
        {hint ? (
          <Typography textColor="neutral600" tag="p">
            {hint}
          </Typography>
        ) : null}
      </Flex>
    ) : null}
    {children}
  </Flex>
);
