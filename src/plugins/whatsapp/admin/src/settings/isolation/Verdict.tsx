import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { IsolationAttempt, IsolationReport } from '../../../../contracts/isolation';
import { useMoment } from '../../parts/useMoment';
import { useText, type Text } from '../../parts/useText';
import { isClean } from './isolation-rows';

const Banner = styled.section<{ $isClean: boolean }>`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[5]};
  padding: ${({ theme }) => theme.spaces[6]};
  border-radius: ${({ theme }) => theme.borderRadius};
  border: 1px solid ${({ theme, $isClean }) => theme.colors[$isClean ? 'success600' : 'danger600']};
  background: ${({ theme, $isClean }) => theme.colors[$isClean ? 'success100' : 'danger100']};
`;

const Sign = styled.span<{ $isClean: boolean }>`
  flex-shrink: 0;

  svg {
    display: block;
    width: 4.8rem;
    height: 4.8rem;
  }
  svg,
  svg path {
    fill: ${({ theme, $isClean }) => theme.colors[$isClean ? 'success600' : 'danger600']};
  }
`;

const Attempts = ({ title, attempts }: { title: string; attempts: readonly IsolationAttempt[] }) => {
  const text = useText();
  if (attempts.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography variant="delta" tag="h3">
        {title}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {attempts.map((attempt, index) => (
          <Flex
            key={`${attempt.target} ${attempt.as} ${index}`}
            tag="li"
            direction="column"
            alignItems="flex-start"
            gap={1}
            data-outcome={attempt.outcome}
          >
            <Typography fontWeight="bold" tag="code" style={{ overflowWrap: 'anywhere' }}>
              {attempt.target}
            </Typography>
            <Typography tag="p">
              {text('isolation.attempt', { who: attempt.as, how: attempt.how })}
            </Typography>
            {attempt.detail ? (
              <Typography tag="p" textColor="neutral800">
                {attempt.detail}
              </Typography>
            ) : null}
          </Flex>
        ))}
      </Flex>
    </Flex>
  );
};

const verdictOf = (text: Text, { leaks, untested }: { leaks: number; untested: number }): string => {
  if (leaks > 0) return text('isolation.verdict.leaks', { leaks, untested });
  return untested > 0 ? text('isolation.verdict.untested', { untested }) : text('isolation.verdict.clean');
};

/** Green only when nothing came through and nothing was left untried. */
export const Verdict = ({ report }: { report: IsolationReport }) => {
  const text = useText();
  const { full } = useMoment();
  const clean = isClean(report);
  const counts = { leaks: report.leaks.length, untested: report.untested.length };
  return (
    <Banner $isClean={clean} role="status" data-verdict={clean ? 'clean' : 'problems'}>
      <Flex gap={4} alignItems="center">
        <Sign $isClean={clean}>{clean ? <CheckCircle aria-hidden /> : <CrossCircle aria-hidden />}</Sign>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography variant="beta" tag="h2">
            {verdictOf(text, counts)}
          </Typography>
          <Typography tag="p" textColor="neutral800">
            {text('isolation.verdict.numbers', {
              attempts: report.attempts,
              routes: report.routes,
              seconds: Math.max(1, Math.round(report.tookMs / 1_000)),
              time: full(new Date(report.startedAt)),
            })}
          </Typography>
        </Flex>
      </Flex>
      <Attempts title={text('isolation.leaks', { count: report.leaks.length })} attempts={report.leaks} />
      <Attempts
        title={text('isolation.untested', { count: report.untested.length })}
        attempts={report.untested}
      />
    </Banner>
  );
};
