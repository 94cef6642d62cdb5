import { useEffect, useState } from 'react';
import {
  Button,
  DatePicker,
  Field,
  SingleSelect,
  SingleSelectOption,
  TextInput,
} from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import { AuditAction } from '../../../../contracts/audit';
import { useText } from '../../parts/useText';
import { dayOf, startOfDay, type AuditView } from './audit-filters';
import { ACTION_TEXTS } from './audit-sentence';

const Bar = styled.search`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
  align-items: end;
`;

/** Somebody types a name: the log is asked when they pause, not for every letter. */
const PAUSE_MS = 350;
const ANY = 'any';

interface AuditFilterBarProps {
  view: AuditView;
  onChange: (next: Partial<AuditView>) => void;
  onClear: (() => void) | null;
}

const ActorField = ({ view, onChange }: Pick<AuditFilterBarProps, 'view' | 'onChange'>) => {
  const text = useText();
  const [actor, setActor] = useState(view.actor);
  // The address may change by itself, by the back button or by "show all".
  useEffect(() => setActor(view.actor), [view.actor]);
  useEffect(() => {
    if (actor === view.actor) return undefined;
    const timer = setTimeout(() => onChange({ actor }), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [actor, onChange, view.actor]);
  return (
    <Field.Root name="actor">
      <Field.Label>{text('audit.filter.actor')}</Field.Label>
      <TextInput
        size="S"
        value={actor}
        maxLength={120}
        autoComplete="off"
        placeholder={text('audit.filter.actor.any')}
        onChange={(event) => setActor(event.target.value)}
      />
    </Field.Root>
  );
};

const DayField = ({
  name,
  label,
  day,
  onChange,
}: {
  name: string;
  label: string;
  day: string | null;
  onChange: (day: string | null) => void;
}) => {
  const text = useText();
  const { locale } = useIntl();
  return (
    <Field.Root name={name}>
      <Field.Label>{label}</Field.Label>
      <DatePicker
        size="S"
        locale={locale}
        clearLabel={text('audit.filter.day.clear', { label })}
        value={(day ? startOfDay(day) : null) ?? undefined}
        onChange={(date) => onChange(date ? dayOf(date) : null)}
        onClear={() => onChange(null)}
      />
    </Field.Root>
  );
};

/** Narrows the log. What is chosen stands in the address, so that it can be linked and gone back to. */
export const AuditFilterBar = ({ view, onChange, onClear }: AuditFilterBarProps) => {
  const text = useText();
  return (
    <Bar aria-label={text('audit.filter.label')}>
      <Field.Root name="action">
        <Field.Label>{text('audit.filter.action')}</Field.Label>
        <SingleSelect
          size="S"
          value={view.action ?? ANY}
          onChange={(value) => onChange({ action: AuditAction.safeParse(value).data ?? null })}
        >
          <SingleSelectOption value={ANY}>{text('audit.filter.action.any')}</SingleSelectOption>
          {AuditAction.options.map((action) => (
            <SingleSelectOption key={action} value={action}>
              {text(ACTION_TEXTS[action])}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      <ActorField view={view} onChange={onChange} />
      <DayField
        name="from"
        label={text('audit.filter.from')}
        day={view.from}
        onChange={(from) => onChange({ from })}
      />
      <DayField
        name="until"
        label={text('audit.filter.until')}
        day={view.until}
        onChange={(until) => onChange({ until })}
      />
      {onClear ? (
        <Button variant="tertiary" startIcon={<Cross />} onClick={onClear}>
          {text('audit.filter.clear')}
        </Button>
      ) : null}
    </Bar>
  );
};
