import type { ReactNode } from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { Information, WarningCircle } from '@strapi/icons';
import { styled, type DefaultTheme } from 'styled-components';

type NoticeKind = 'information' | 'warning' | 'danger';

const ACCENTS = {
  information: 'secondary600',
  warning: 'warning600',
  danger: 'danger600',
} as const satisfies Record<NoticeKind, keyof DefaultTheme['colors']>;

const Frame = styled(Flex)<{ $kind: NoticeKind }>`
  border: 1px solid ${({ theme, $kind }) => theme.colors[ACCENTS[$kind]]};
  border-inline-start-width: 4px;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};

  > svg {
    flex-shrink: 0;
    width: 1.6rem;
    height: 1.6rem;
    margin-top: 0.2rem;
    fill: ${({ theme, $kind }) => theme.colors[ACCENTS[$kind]]};
  }
`;

interface NoticeProps {
  kind: NoticeKind;
  title?: string;
  children?: ReactNode;
  role?: 'alert' | 'status';
}

/** A remark that stays where it is, unlike a notification. */
export const Notice = ({ kind, title, children, role }: NoticeProps) => (
  <Frame $kind={kind} gap={3} padding={4} alignItems="flex-start" width="100%" role={role}>
    {kind === 'information' ? <Information aria-hidden /> : <WarningCircle aria-hidden />}
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0} flex="1">
      {title ? (
        <Typography fontWeight="bold" tag="p">
          {title}
        </Typography>
      ) : null}
      {children ? (
        <Typography textColor="neutral700" tag="div" width="100%">
          {children}
        </Typography>
      ) : null}
    </Flex>
  </Frame>
);
