import { VisuallyHidden } from '@strapi/design-system';
import { Check, Clock, WarningCircle } from '@strapi/icons';
import { styled, type DefaultTheme } from 'styled-components';
import { useText, type TextId } from '../parts/useText';
import type { Tick } from './tick';

const COLORS = {
  waiting: 'neutral600',
  sent: 'neutral600',
  delivered: 'neutral600',
  read: 'secondary600',
  unknown: 'warning600',
  failed: 'danger600',
} as const satisfies Record<Tick, keyof DefaultTheme['colors']>;

const LABELS = {
  waiting: 'tick.waiting',
  sent: 'tick.sent',
  delivered: 'tick.delivered',
  read: 'tick.read',
  unknown: 'tick.unknown',
  failed: 'tick.failed',
} as const satisfies Record<Tick, TextId>;

const Mark = styled.span<{ $tick: Tick }>`
  display: inline-flex;
  flex-shrink: 0;
  align-items: center;

  svg {
    width: 1.2rem;
    height: 1.2rem;
  }
  svg path {
    fill: ${({ theme, $tick }) => theme.colors[COLORS[$tick]]};
  }
  svg + svg {
    margin-inline-start: -0.7rem;
  }
`;

const Shape = ({ tick }: { tick: Tick }) => {
  switch (tick) {
    case 'waiting':
      return <Clock aria-hidden />;
    case 'sent':
      return <Check aria-hidden />;
    case 'delivered':
    case 'read':
      return (
        <>
          <Check aria-hidden />
          <Check aria-hidden />
        </>
      );
    case 'unknown':
    case 'failed':
      return <WarningCircle aria-hidden />;
  }
};

/** How far an outgoing message has come, for the eye and in words. */
export const TickMark = ({ tick }: { tick: Tick }) => {
  const label = useText()(LABELS[tick]);
  return (
    <Mark $tick={tick} title={label} data-tick={tick}>
      <Shape tick={tick} />
      <VisuallyHidden>{label}</VisuallyHidden>
    </Mark>
  );
};
