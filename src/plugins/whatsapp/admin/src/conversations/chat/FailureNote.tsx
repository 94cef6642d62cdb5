import { useState } from 'react';
import { Button, Dialog, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise, Check, Trash, WarningCircle } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { Message } from '../../../../contracts/inbox';
import { useLeaveWhatsAppMessageMutation, useRetryWhatsAppMessageMutation } from '../../api/messages';
import { problemOf } from '../../api/problem';
import { explainFailure, explainProblem, type Explanation } from '../../parts/problem-text';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import type { PendingMessage } from '../pending-messages';

interface FailureNoteProps {
  message: Message;
  /** Set when the server does not have the message: then it is sent from here again, as the same message. */
  pending: PendingMessage | null;
  mayRetry: boolean;
  onRetryPending: (message: PendingMessage) => void;
  onDiscardPending: (clientId: string) => void;
}

const useExplanation = ({ message, pending }: Pick<FailureNoteProps, 'message' | 'pending'>): Explanation => {
  const text = useText();
  if (message.status === 'unknown') {
    return { reason: text('failure.unknown.reason'), remedy: text('failure.unknown.remedy') };
  }
  if (message.failure) return explainFailure(text, message.failure);
  return pending
    ? { reason: text('failure.interrupted.reason'), remedy: text('failure.interrupted.remedy') }
    : { reason: text('failure.plain'), remedy: null };
};

/** Another attempt of a message that the server has. After "may have been sent" a person decides knowingly. */
const RetryStored = ({ message }: { message: Message }) => {
  const text = useText();
  const [isAsking, setIsAsking] = useState(false);
  const [retry, { isLoading }] = useRetryWhatsAppMessageMutation();
  const { toggleNotification } = useNotification();

  const handleRetry = async () => {
    setIsAsking(false);
    const answer = await retry(message);
    if (!('error' in answer)) return;
    const { reason, remedy } = explainProblem(text, problemOf(answer.error));
    toggleNotification({ type: 'danger', message: [reason, remedy].filter(Boolean).join(' ') });
  };

  return (
    <Dialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <Button
        size="S"
        variant="tertiary"
        startIcon={<ArrowClockwise />}
        loading={isLoading}
        onClick={() => (message.status === 'unknown' ? setIsAsking(true) : void handleRetry())}
      >
        {text('action.retry')}
      </Button>
      <ConfirmDialog title={text('failure.unknown.ask.title')} variant="danger-light" onConfirm={handleRetry}>
        {text('failure.unknown.ask.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};

/** What may have been sent is left as it is: nobody is asked any more, and a report settles it all the same. */
const LeaveStored = ({ message }: { message: Message }) => {
  const text = useText();
  const [leave, { isLoading }] = useLeaveWhatsAppMessageMutation();
  const { toggleNotification } = useNotification();
  const handleLeave = async () => {
    const answer = await leave(message);
    if (!('error' in answer)) return;
    const { reason, remedy } = explainProblem(text, problemOf(answer.error));
    toggleNotification({ type: 'danger', message: [reason, remedy].filter(Boolean).join(' ') });
  };
  return (
    <Button
      size="S"
      variant="tertiary"
      startIcon={<Check />}
      loading={isLoading}
      onClick={() => void handleLeave()}
    >
      {text('action.leave')}
    </Button>
  );
};

const DECISION_CHECK_MS = 5_000;

/** What a person may do about a message that the server has: of one that may have been sent only after a while. */
const Decisions = ({ message }: { message: Message }) => {
  const now = useNow(DECISION_CHECK_MS);
  const { decideAt } = message;
  if (decideAt !== undefined && new Date(decideAt) > now) return null;
  return (
    <>
      <RetryStored message={message} />
      {decideAt === undefined ? null : <LeaveStored message={message} />}
    </>
  );
};

/** Why a message did not arrive (or may not have), what to do, and the buttons for it. */
export const FailureNote = (props: FailureNoteProps) => {
  const { message, pending, mayRetry, onRetryPending, onDiscardPending } = props;
  const text = useText();
  const { reason, remedy } = useExplanation(props);
  if (message.status !== 'failed' && message.status !== 'unknown') return null;

  return (
    <Flex direction="column" alignItems="flex-start" gap={2} paddingTop={1}>
      <Flex gap={2} alignItems="flex-start">
        <Flex
          shrink={0}
          paddingTop={1}
          color={message.status === 'unknown' ? 'warning600' : 'danger600'}
          aria-hidden
        >
          <WarningCircle fill="currentColor" />
        </Flex>
        <Typography variant="pi" textColor="neutral800" tag="p">
          <strong>{reason}</strong> {remedy}
        </Typography>
      </Flex>
      {mayRetry ? (
        <Flex gap={2} wrap="wrap">
          {pending ? (
            <>
              <Button
                size="S"
                variant="tertiary"
                startIcon={<ArrowClockwise />}
                onClick={() => onRetryPending(pending)}
              >
                {text('action.retry')}
              </Button>
              <Button
                size="S"
                variant="tertiary"
                startIcon={<Trash />}
                onClick={() => onDiscardPending(pending.clientId)}
              >
                {text('action.discard')}
              </Button>
            </>
          ) : (
            <Decisions message={message} />
          )}
        </Flex>
      ) : null}
    </Flex>
  );
};
