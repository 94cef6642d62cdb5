import type { ReactNode } from 'react';
import { Button } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { problemOf } from '../api/problem';
import { CenterState } from './CenterState';
import { explainProblem } from './problem-text';
import { useText } from './useText';

interface ProblemStateProps {
  title: string;
  error: unknown;
  onRetry?: () => void;
  /** Another way out, where trying again would lead nowhere. */
  wayOut?: ReactNode;
}

/** A pane whose content could not be fetched: why, and another try. */
export const ProblemState = ({ title, error, onRetry, wayOut }: ProblemStateProps) => {
  const text = useText();
  const { reason, remedy } = explainProblem(text, problemOf(error));
  return (
    <CenterState
      role="alert"
      icon={<WarningCircle width="3.2rem" height="3.2rem" />}
      title={title}
      action={
        onRetry ? (
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {text('action.try-again')}
          </Button>
        ) : (
          wayOut
        )
      }
    >
      {[reason, remedy].filter(Boolean).join(' ')}
    </CenterState>
  );
};
