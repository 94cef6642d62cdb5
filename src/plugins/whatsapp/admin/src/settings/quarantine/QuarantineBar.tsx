import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { styled } from 'styled-components';
import { QuarantineReason, type QuarantinePage } from '../../../../contracts/quarantine';
import { useText } from '../../parts/useText';
import type { QuarantineView } from './quarantine-view';
import { REASON_TEXTS } from './reason-text';

const Bar = styled.search`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  align-items: end;
`;

const ANY = 'any';

interface QuarantineBarProps {
  view: QuarantineView;
  counts: QuarantinePage['meta']['counts'] | undefined;
  onChange: (next: Partial<QuarantineView>) => void;
}

/** Which lines are shown. Each reason says how many wait for it. */
export const QuarantineBar = ({ view, counts, onChange }: QuarantineBarProps) => {
  const text = useText();
  return (
    <Bar>
      <Field.Root name="reason">
        <Field.Label>{text('quarantine.why')}</Field.Label>
        <SingleSelect
          size="S"
          value={view.reason ?? ANY}
          onChange={(reason) => onChange({ reason: QuarantineReason.safeParse(reason).data ?? null })}
        >
          <SingleSelectOption value={ANY}>{text('quarantine.filter.any')}</SingleSelectOption>
          {QuarantineReason.options.map((reason) => (
            <SingleSelectOption key={reason} value={reason}>
              {counts && view.show === 'open'
                ? text('quarantine.filter.counted', {
                    reason: text(REASON_TEXTS[reason].reason),
                    count: counts[reason],
                  })
                : text(REASON_TEXTS[reason].reason)}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      <Field.Root name="show">
        <Field.Label>{text('quarantine.filter.show')}</Field.Label>
        <SingleSelect
          size="S"
          value={view.show}
          onChange={(show) => onChange({ show: show === 'dismissed' ? 'dismissed' : 'open' })}
        >
          <SingleSelectOption value="open">{text('quarantine.filter.open')}</SingleSelectOption>
          <SingleSelectOption value="dismissed">{text('quarantine.filter.dismissed')}</SingleSelectOption>
        </SingleSelect>
      </Field.Root>
    </Bar>
  );
};
