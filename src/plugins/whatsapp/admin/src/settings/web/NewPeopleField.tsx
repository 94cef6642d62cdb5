import { Field, TextInput } from '@strapi/design-system';
import { useText } from '../../parts/useText';

interface NewPeopleFieldProps {
  value: string;
  /** What holds where nothing is typed. */
  installed: number;
  error: string | undefined;
  onChange: (value: string) => void;
}

/** To how many strangers the number may write in a day: the one thing that people can do for its safety. */
export const NewPeopleField = ({ value, installed, error, onChange }: NewPeopleFieldProps) => {
  const text = useText();
  return (
    <Field.Root
      name="newContactsPerDay"
      error={error}
      hint={text('web.new-people.hint', { count: installed })}
    >
      <Field.Label>{text('web.new-people')}</Field.Label>
      <TextInput
        name="newContactsPerDay"
        value={value}
        inputMode="numeric"
        autoComplete="off"
        placeholder={String(installed)}
        onChange={(event) => onChange(event.target.value)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
