import { useState } from 'react';
import { Button, Dialog, Flex, ProgressBar, Status, Typography } from '@strapi/design-system';
import type { Channel } from '../../../../contracts/channel';
import type { SessionAct, WebSession } from '../../../../contracts/web-session';
import { problemOf } from '../../api/problem';
import { useChangeWhatsAppSessionMutation } from '../../api/sessions';
import { Notice } from '../../parts/Notice';
import { explainProblem } from '../../parts/problem-text';
import { useMoment } from '../../parts/useMoment';
import { useText } from '../../parts/useText';
import { Panel } from '../Panel';
import { CodeView } from './CodeView';
import { actsOf, hasCode, LOOKS } from './session-look';

const ACTS = {
  start: { label: 'session.act.start', variant: 'default' },
  restart: { label: 'session.act.restart', variant: 'tertiary' },
  stop: { label: 'session.act.stop', variant: 'secondary' },
  unlink: { label: 'session.act.unlink', variant: 'danger-light' },
} as const satisfies Record<SessionAct, { label: string; variant: string }>;

interface ConfirmUnlinkProps {
  onConfirm: () => void;
  onClose: () => void;
}

const ConfirmUnlink = ({ onConfirm, onClose }: ConfirmUnlinkProps) => {
  const text = useText();
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Dialog.Content>
        <Dialog.Header>{text('session.unlink.title')}</Dialog.Header>
        <Dialog.Body>{text('session.unlink.body')}</Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button variant="tertiary" fullWidth>
              {text('action.cancel')}
            </Button>
          </Dialog.Cancel>
          <Dialog.Action>
            <Button variant="danger" fullWidth onClick={onConfirm}>
              {text('session.act.unlink')}
            </Button>
          </Dialog.Action>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
};

const State = ({ session }: { session: WebSession }) => {
  const text = useText();
  const { clock, full } = useMoment();
  const { label, variant, hint } = LOOKS[session.state];
  const who = [session.phoneNumber ? `+${session.phoneNumber}` : null, session.profileName];
  return (
    <Flex direction="column" alignItems="flex-start" gap={3} role="status" data-session={session.state}>
      <Flex gap={3} wrap="wrap">
        <Status variant={variant} size="S">
          {/* The kit's own orange on yellow is too faint to read. */}
          <Typography
            variant="pi"
            fontWeight="bold"
            textColor={variant === 'warning' ? 'neutral800' : undefined}
          >
            {text(label)}
          </Typography>
        </Status>
        <Typography fontWeight="semiBold">{who.filter(Boolean).join(' · ')}</Typography>
      </Flex>
      <Typography textColor="neutral700" tag="p">
        {text(hint)}
      </Typography>
      {session.reason ? <Typography tag="p">{session.reason}</Typography> : null}
      {session.nextTryAt ? (
        <Typography textColor="neutral600" tag="p">
          {text('session.next-try', { time: clock(new Date(session.nextTryAt)) })}
        </Typography>
      ) : null}
      {session.backedUpAt ? (
        <Typography textColor="neutral600" tag="p">
          {text('session.backed-up', { time: full(new Date(session.backedUpAt)) })}
        </Typography>
      ) : null}
      {session.importedPercent === null ? null : (
        <Flex direction="column" alignItems="stretch" gap={2} width="100%" maxWidth="40rem">
          <Typography textColor="neutral600" tag="p">
            {text('session.import', { percent: session.importedPercent })}
          </Typography>
          <ProgressBar value={session.importedPercent} aria-label={text('session.import.label')} />
        </Flex>
      )}
    </Flex>
  );
};

/** How the session is, what it needs, and what may be done with it. */
export const SessionPanel = ({ channel, session }: { channel: Channel; session: WebSession }) => {
  const text = useText();
  const [change, changing] = useChangeWhatsAppSessionMutation();
  const [isConfirming, setIsConfirming] = useState(false);

  const handleAct = (act: SessionAct) => {
    if (act === 'unlink') setIsConfirming(true);
    else void change({ channelId: channel.id, act });
  };
  const handleUnlink = () => {
    setIsConfirming(false);
    void change({ channelId: channel.id, act: 'unlink' });
  };

  return (
    <Panel title={text('session.title')} hint={text('web.risk')}>
      <State session={session} />
      {hasCode(session) ? <CodeView channelId={channel.id} /> : null}
      {changing.error ? (
        <Notice kind="danger" role="alert">
          {Object.values(explainProblem(text, problemOf(changing.error)))
            .filter(Boolean)
            .join(' ')}
        </Notice>
      ) : null}
      <Flex gap={3} wrap="wrap">
        {actsOf(session).map((act) => (
          <Button
            key={act}
            variant={ACTS[act].variant}
            loading={changing.isLoading && changing.originalArgs?.act === act}
            disabled={changing.isLoading}
            onClick={() => handleAct(act)}
          >
            {text(ACTS[act].label)}
          </Button>
        ))}
      </Flex>
      {isConfirming ? (
        <ConfirmUnlink onConfirm={handleUnlink} onClose={() => setIsConfirming(false)} />
      ) : null}
    </Panel>
  );
};
