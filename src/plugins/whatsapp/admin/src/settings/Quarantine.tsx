import { Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { QuarantinedEvent } from '../../../contracts/channel';
import { useGetWhatsAppQuarantineQuery } from '../api/channels';
import { Notice } from '../parts/Notice';
import { explainProblem } from '../parts/problem-text';
import { problemOf } from '../api/problem';
import { useMoment } from '../parts/useMoment';
import { useText, type TextId } from '../parts/useText';
import { Panel } from './Panel';

const REASONS = {
  'unknown-number': 'quarantine.unknown-number',
  malformed: 'quarantine.malformed',
  failed: 'quarantine.failed',
} as const satisfies Record<QuarantinedEvent['reason'], TextId>;

/** What arrived properly signed and found no place. Hidden while there is nothing of the kind. */
export const Quarantine = () => {
  const text = useText();
  const { full } = useMoment();
  const { data: events, error } = useGetWhatsAppQuarantineQuery();

  if (error) {
    return (
      <Notice kind="warning" title={text('quarantine.error')}>
        {explainProblem(text, problemOf(error)).reason}
      </Notice>
    );
  }
  if (!events || events.length === 0) return null;
  return (
    <Panel title={text('quarantine.title')} hint={text('quarantine.hint')}>
      <Table colCount={3} rowCount={events.length + 1} aria-label={text('quarantine.title')}>
        <Thead>
          <Tr>
            {(['quarantine.when', 'quarantine.why', 'quarantine.number'] as const).map((id) => (
              <Th key={id}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(id)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {events.map((event) => (
            <Tr key={event.id}>
              <Td>
                <Typography>{full(new Date(event.receivedAt))}</Typography>
              </Td>
              <Td>
                <Typography>
                  {text(REASONS[event.reason])}
                  {event.detail ? ` ${event.detail}` : ''}
                </Typography>
              </Td>
              <Td>
                <Typography>{event.phoneNumberId ?? '–'}</Typography>
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Panel>
  );
};
