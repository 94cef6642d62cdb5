import { Badge, Button, Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { QuarantinedEvent } from '../../../../contracts/quarantine';
import { useMoment } from '../../parts/useMoment';
import { useText } from '../../parts/useText';
import { Records, type Column } from '../Records';
import { REASON_TEXTS } from './reason-text';

interface QuarantineListProps {
  events: readonly QuarantinedEvent[];
  chosen: ReadonlySet<string>;
  isBusy: boolean;
  onChoose: (id: string, isChosen: boolean) => void;
  onShow: (event: QuarantinedEvent) => void;
  onReplay: (event: QuarantinedEvent) => void;
  onDismiss: (event: QuarantinedEvent) => void;
}

/** The words of a table may be broken anywhere; those on a button never. */
const Actions = styled(Flex)`
  overflow-wrap: normal;
  white-space: nowrap;
`;

const What = ({ event }: { event: QuarantinedEvent }) => {
  const text = useText();
  const { reason, remedy } = REASON_TEXTS[event.reason];
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
      <Flex gap={2} wrap="wrap">
        <Typography fontWeight="semiBold" textColor="neutral800">
          {text(reason)}
        </Typography>
        {event.state === 'replaying' ? (
          <Badge backgroundColor="secondary100" textColor="secondary700">
            {text('quarantine.state.replaying')}
          </Badge>
        ) : null}
      </Flex>
      <Typography variant="pi" textColor="neutral600" tag="p">
        {text(remedy)}
      </Typography>
      {event.detail ? (
        <Typography variant="pi" textColor="neutral800" tag="p" style={{ overflowWrap: 'anywhere' }}>
          {event.detail}
        </Typography>
      ) : null}
    </Flex>
  );
};

const Source = ({ event }: { event: QuarantinedEvent }) => {
  const text = useText();
  const { formatNumber } = useIntl();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Typography>{event.field ?? text('quarantine.field.unknown')}</Typography>
      {event.phoneNumberId ? (
        <Typography variant="pi" textColor="neutral600">
          {text('quarantine.number.of', { id: event.phoneNumberId })}
        </Typography>
      ) : null}
      {event.sizeBytes === null ? null : (
        <Typography variant="pi" textColor="neutral600">
          {text('quarantine.size', { size: formatNumber(event.sizeBytes) })}
        </Typography>
      )}
    </Flex>
  );
};

/** Lines of the quarantine, each with what can be done about it. */
export const QuarantineList = ({
  events,
  chosen,
  isBusy,
  onChoose,
  onShow,
  onReplay,
  onDismiss,
}: QuarantineListProps) => {
  const text = useText();
  const { full } = useMoment();
  const momentOf = ({ receivedAt }: QuarantinedEvent) => full(new Date(receivedAt));

  const columns: Column<QuarantinedEvent>[] = [
    {
      id: 'what',
      label: text('quarantine.why'),
      cell: (event) => (
        <Flex gap={4} alignItems="flex-start">
          <Checkbox
            aria-label={text('quarantine.choose', { moment: momentOf(event) })}
            checked={chosen.has(event.id)}
            onCheckedChange={(checked) => onChoose(event.id, checked === true)}
          />
          <What event={event} />
        </Flex>
      ),
    },
    {
      id: 'when',
      label: text('quarantine.when'),
      cell: (event) => (
        <Typography tag="time" dateTime={event.receivedAt}>
          {momentOf(event)}
        </Typography>
      ),
    },
    {
      id: 'source',
      label: text('quarantine.source'),
      cell: (event) => <Source event={event} />,
    },
    {
      id: 'actions',
      label: text('quarantine.actions'),
      isSilent: true,
      cell: (event) => (
        <Actions gap={2} justifyContent="flex-end">
          <IconButton label={text('quarantine.body.show')} onClick={() => onShow(event)}>
            <Eye />
          </IconButton>
          <Button
            size="S"
            variant="secondary"
            disabled={isBusy || event.state === 'replaying'}
            onClick={() => onReplay(event)}
          >
            {text('quarantine.replay')}
          </Button>
          {event.state === 'dismissed' ? null : (
            <Button size="S" variant="tertiary" disabled={isBusy} onClick={() => onDismiss(event)}>
              {text('quarantine.dismiss')}
            </Button>
          )}
        </Actions>
      ),
    },
  ];
  return <Records label={text('quarantine.title')} rows={events} keyOf={({ id }) => id} columns={columns} />;
};
