import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { AuditEntry } from '../../../../contracts/audit';
import { isSameDay } from '../../parts/day';
import { useMoment } from '../../parts/useMoment';
import { useNow } from '../../parts/useNow';
import { useText } from '../../parts/useText';
import { detailsOf } from './audit-details';
import { sentenceOf } from './audit-sentence';

const Entry = styled.li`
  display: grid;
  grid-template-columns: 6rem minmax(0, 1fr);
  gap: ${({ theme }) => theme.spaces[3]};
  padding: ${({ theme }) => `${theme.spaces[3]} ${theme.spaces[5]}`};

  &:not(:last-child) {
    border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
`;

const Details = styled.dl`
  display: flex;
  flex-wrap: wrap;
  gap: ${({ theme }) => `${theme.spaces[1]} ${theme.spaces[4]}`};
  margin: 0;

  > div {
    display: flex;
    gap: ${({ theme }) => theme.spaces[1]};
    min-width: 0;
  }
  dd {
    min-width: 0;
    margin: 0;
    overflow-wrap: anywhere;
  }
`;

const Line = ({ entry }: { entry: AuditEntry }) => {
  const text = useText();
  const { clock, full } = useMoment();
  const at = new Date(entry.at);
  const details = detailsOf(text, full, entry);
  return (
    <Entry data-audit={entry.action}>
      <Typography tag="time" dateTime={entry.at} title={full(at)} textColor="neutral600">
        {clock(at)}
      </Typography>
      <Flex direction="column" alignItems="stretch" gap={1} minWidth={0}>
        <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
          {sentenceOf(text, entry)}
        </Typography>
        {details.length > 0 ? (
          <Details>
            {details.map(({ label, value }) => (
              <div key={label}>
                <Typography variant="pi" textColor="neutral600" tag="dt">
                  {text('audit.detail', { label })}
                </Typography>
                <Typography variant="pi" textColor="neutral800" tag="dd">
                  {value}
                </Typography>
              </div>
            ))}
          </Details>
        ) : null}
      </Flex>
    </Entry>
  );
};

/** Entries of one day belong together; the newest day comes first, as the entries do. */
export const byDay = (entries: readonly AuditEntry[]): AuditEntry[][] => {
  const days: AuditEntry[][] = [];
  for (const entry of entries) {
    const day = days.at(-1);
    const [first] = day ?? [];
    if (day && first && isSameDay(new Date(first.at), new Date(entry.at))) day.push(entry);
    else days.push([entry]);
  }
  return days;
};

/** The log, day by day. */
export const AuditList = ({ entries }: { entries: readonly AuditEntry[] }) => {
  const { day } = useMoment();
  const now = useNow();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {byDay(entries).map((group) => {
        const [first] = group;
        if (!first) return null;
        const title = day(new Date(first.at), now);
        return (
          <section key={first.id} aria-label={title}>
            <Typography variant="sigma" textColor="neutral600" tag="h2">
              {title}
            </Typography>
            <Flex
              tag="ul"
              direction="column"
              alignItems="stretch"
              background="neutral0"
              hasRadius
              shadow="tableShadow"
              marginTop={2}
            >
              {group.map((entry) => (
                <Line key={entry.id} entry={entry} />
              ))}
            </Flex>
          </section>
        );
      })}
    </Flex>
  );
};
