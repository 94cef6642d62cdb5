import { useState } from 'react';
import { Button, Checkbox, Dialog, Flex } from '@strapi/design-system';
import { ConfirmDialog } from '@strapi/strapi/admin';
import { MAX_CHOSEN } from '../../../../contracts/quarantine';
import { useText } from '../../parts/useText';
import type { QuarantineView } from './quarantine-view';
import type { Decisions } from './useDecisions';

interface QuarantineActionsProps {
  view: QuarantineView;
  /** How many wait for the reason that is shown, also beyond this page. */
  waiting: number;
  chosen: string[];
  isAllChosen: boolean;
  onChooseAll: (isChosen: boolean) => void;
  decisions: Decisions;
}

/** What can be done with several lines at once: with the chosen ones, or with all of one reason. */
export const QuarantineActions = ({
  view,
  waiting,
  chosen,
  isAllChosen,
  onChooseAll,
  decisions: { replay, dismiss, isBusy },
}: QuarantineActionsProps) => {
  const text = useText();
  const [isAsking, setIsAsking] = useState(false);
  const { show, reason } = view;
  const count = chosen.length;
  const isDisabled = isBusy || count === 0 || count > MAX_CHOSEN;

  return (
    <Flex gap={3} wrap="wrap" justifyContent="space-between">
      <Checkbox
        checked={isAllChosen ? true : count > 0 ? 'indeterminate' : false}
        onCheckedChange={(checked) => onChooseAll(checked === true)}
      >
        {text('quarantine.choose-all')}
      </Checkbox>
      <Flex gap={2} wrap="wrap">
        <Button
          size="S"
          variant="secondary"
          disabled={isDisabled}
          onClick={() => void replay({ ids: chosen })}
        >
          {text('quarantine.replay.chosen', { count })}
        </Button>
        {show === 'dismissed' ? null : (
          <Button
            size="S"
            variant="tertiary"
            disabled={isDisabled}
            onClick={() => void dismiss({ ids: chosen })}
          >
            {text('quarantine.dismiss.chosen', { count })}
          </Button>
        )}
        {show === 'open' && reason !== null && waiting > 0 ? (
          <Button size="S" disabled={isBusy} onClick={() => setIsAsking(true)}>
            {text('quarantine.replay.all', { count: waiting })}
          </Button>
        ) : null}
      </Flex>
      <Dialog.Root open={isAsking} onOpenChange={setIsAsking}>
        <ConfirmDialog
          title={text('quarantine.replay.all.title', { count: waiting })}
          variant="default"
          onConfirm={async () => {
            setIsAsking(false);
            if (reason !== null) await replay({ reason });
          }}
        >
          {text('quarantine.replay.all.body')}
        </ConfirmDialog>
      </Dialog.Root>
    </Flex>
  );
};
