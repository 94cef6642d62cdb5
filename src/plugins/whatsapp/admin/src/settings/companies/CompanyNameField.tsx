import { Field, TextInput } from '@strapi/design-system';
import { useText } from '../../parts/useText';

interface CompanyNameFieldProps {
  value: string;
  isMissing: boolean;
  onChange: (value: string) => void;
}

export const CompanyNameField = ({ value, isMissing, onChange }: CompanyNameFieldProps) => {
  const text = useText();
  return (
    <Field.Root
      name="name"
      required
      hint={text('company.create.name.hint')}
      error={isMissing ? text('company.create.name.missing') : undefined}
    >
      <Field.Label>{text('company.create.name')}</Field.Label>
      <TextInput
        value={value}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
