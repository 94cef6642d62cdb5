import { Flex, Loader, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle, WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { Check, CheckReport } from '../../../contracts/channel';
import { problemOf } from '../api/problem';
import { Notice } from '../parts/Notice';
import { explainProblem } from '../parts/problem-text';
import { useText, type TextId } from '../parts/useText';

const RESULTS = {
  passed: { icon: CheckCircle, color: 'success600', label: 'check.result.passed' },
  warning: { icon: WarningCircle, color: 'warning600', label: 'check.result.warning' },
  failed: { icon: CrossCircle, color: 'danger600', label: 'check.result.failed' },
  skipped: { icon: MinusCircle, color: 'neutral500', label: 'check.result.skipped' },
} as const;

const NAMES = {
  token: 'check.token',
  permissions: 'check.permissions',
  number: 'check.number',
  account: 'check.account',
  subscription: 'check.subscription',
  templates: 'check.templates',
  webhook: 'check.webhook',
  session: 'check.session',
} as const satisfies Record<Check['id'], TextId>;

const Mark = styled.span<{ $result: Check['result'] }>`
  flex-shrink: 0;
  padding-block-start: 0.2rem;

  svg {
    display: block;
    width: 1.8rem;
    height: 1.8rem;
    fill: ${({ theme, $result }) => theme.colors[RESULTS[$result].color]};
  }
  svg path {
    fill: ${({ theme, $result }) => theme.colors[RESULTS[$result].color]};
  }
`;

const CheckLine = ({ check }: { check: Check }) => {
  const text = useText();
  const { icon: Icon, label } = RESULTS[check.result];
  return (
    <Flex tag="li" gap={3} alignItems="flex-start" data-check={check.id} data-result={check.result}>
      <Mark $result={check.result} role="img" aria-label={text(label)}>
        <Icon aria-hidden />
      </Mark>
      <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
        <Typography fontWeight="bold" tag="p">
          {text(NAMES[check.id])}
        </Typography>
        <Typography textColor="neutral700" tag="p">
          {check.message}
        </Typography>
        {check.remedy ? (
          <Typography tag="p">
            <strong>{text('check.remedy')}</strong> {check.remedy}
          </Typography>
        ) : null}
      </Flex>
    </Flex>
  );
};

const NumberFacts = ({ number }: { number: NonNullable<CheckReport['number']> }) => {
  const text = useText();
  const facts = [number.displayPhoneNumber, number.verifiedName].filter(Boolean).join(' · ');
  return facts ? (
    <Typography textColor="neutral700">{text('check.found', { number: facts })}</Typography>
  ) : null;
};

const verdictOf = (checks: readonly Check[]): TextId => {
  if (checks.some(({ result }) => result === 'failed')) return 'check.verdict.failed';
  if (checks.some(({ result }) => result === 'warning')) return 'check.verdict.warning';
  return 'check.verdict.passed';
};

interface CheckReportViewProps {
  report: CheckReport | undefined;
  error: unknown;
  isBusy: boolean;
}

/** What a connection test found, line by line, with what to do where something is wrong. */
export const CheckReportView = ({ report, error, isBusy }: CheckReportViewProps) => {
  const text = useText();
  const problem = error ? problemOf(error) : null;
  const checks = problem ? problem.checks : (report?.checks ?? []);

  return (
    <div role="status" aria-busy={isBusy}>
      {isBusy ? (
        <Flex gap={3}>
          <Loader small>{text('check.running')}</Loader>
          <Typography textColor="neutral600">{text('check.running')}</Typography>
        </Flex>
      ) : null}
      {!isBusy && problem && checks.length === 0 ? (
        <Notice kind="danger" title={text('check.impossible')}>
          {Object.values(explainProblem(text, problem)).filter(Boolean).join(' ')}
        </Notice>
      ) : null}
      {!isBusy && checks.length > 0 ? (
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography fontWeight="bold" tag="p">
            {text(verdictOf(checks))}
          </Typography>
          {report?.number && !problem ? <NumberFacts number={report.number} /> : null}
          <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
            {checks.map((check) => (
              <CheckLine key={check.id} check={check} />
            ))}
          </Flex>
        </Flex>
      ) : null}
    </div>
  );
};
