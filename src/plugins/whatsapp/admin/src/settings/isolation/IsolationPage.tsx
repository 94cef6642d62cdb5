import { useEffect, useState } from 'react';
import { Button, Flex, Loader, Typography } from '@strapi/design-system';
import { Play } from '@strapi/icons';
import type { IsolationReport } from '../../../../contracts/isolation';
import { useRunWhatsAppIsolationCheckMutation } from '../../api/isolation';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { Panel } from '../Panel';
import { PlatformGate } from '../PlatformGate';
import { SettingsFrame } from '../SettingsFrame';
import { RouteTable } from './RouteTable';
import { Verdict } from './Verdict';

const useSeconds = (isRunning: boolean): number => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!isRunning) return undefined;
    setSeconds(0);
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return seconds;
};

const Progress = () => {
  const text = useText();
  const seconds = useSeconds(true);
  return (
    <Panel>
      <Flex gap={4} alignItems="center" role="status">
        <Loader small>{text('isolation.running')}</Loader>
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="bold" tag="p">
            {text('isolation.running')}
          </Typography>
          <Typography textColor="neutral600" tag="p">
            {text('isolation.running.hint')} <span aria-hidden>{text('isolation.seconds', { seconds })}</span>
          </Typography>
        </Flex>
      </Flex>
    </Panel>
  );
};

const Check = () => {
  const text = useText();
  const [run, { isLoading, error }] = useRunWhatsAppIsolationCheckMutation();
  // The last verdict stays in sight while the next one is being found.
  const [report, setReport] = useState<IsolationReport | null>(null);

  const handleRun = async () => {
    const answer = await run();
    setReport('data' in answer ? answer.data : null);
  };

  return (
    <SettingsFrame
      title={text('isolation.title')}
      subtitle={text('isolation.subtitle')}
      isBusy={isLoading}
      primaryAction={
        <Button startIcon={<Play />} loading={isLoading} onClick={() => void handleRun()}>
          {text(report ? 'isolation.run-again' : 'isolation.run')}
        </Button>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        {isLoading ? <Progress /> : null}
        {error && !isLoading ? (
          <Panel>
            <ProblemState title={text('isolation.error')} error={error} onRetry={() => void handleRun()} />
          </Panel>
        ) : null}
        {report ? (
          <>
            <Verdict report={report} />
            <RouteTable report={report} />
          </>
        ) : null}
        {!report && !isLoading && !error ? (
          <Panel title={text('isolation.about.title')}>
            <Flex direction="column" alignItems="flex-start" gap={3} maxWidth="72rem">
              <Typography tag="p">{text('isolation.about.what')}</Typography>
              <Typography tag="p">{text('isolation.about.safe')}</Typography>
              <Typography tag="p" textColor="neutral600">
                {text('isolation.about.command')} <code>npm run whatsapp:isolation</code>
              </Typography>
            </Flex>
          </Panel>
        ) : null}
      </Flex>
    </SettingsFrame>
  );
};

/** Settings → WhatsApp → Isolation: the platform proves to itself that no company sees another. */
export const IsolationPage = () => {
  const text = useText();
  return (
    <PlatformGate title={text('isolation.title')} subtitle={text('isolation.subtitle')}>
      {() => <Check />}
    </PlatformGate>
  );
};
