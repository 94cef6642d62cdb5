import { Checkbox, Field, Flex, TextInput } from '@strapi/design-system';
import { useText } from '../../parts/useText';

export interface WebValues {
  name: string;
  takesGroups: boolean;
}

interface WebFieldsProps {
  values: WebValues;
  error: string | undefined;
  onChange: (values: WebValues) => void;
}

/** The two things that a person decides about a Web channel: all else says the phone. */
export const WebFields = ({ values, error, onChange }: WebFieldsProps) => {
  const text = useText();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Field.Root name="name" required error={error} hint={text('form.name.hint')}>
        <Field.Label>{text('form.name')}</Field.Label>
        <TextInput
          name="name"
          value={values.name}
          autoComplete="off"
          onChange={(event) => onChange({ ...values, name: event.target.value })}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <Field.Root name="takesGroups" hint={text('web.groups.hint')}>
        <Checkbox
          name="takesGroups"
          checked={values.takesGroups}
          onCheckedChange={(isChecked) => onChange({ ...values, takesGroups: isChecked === true })}
        >
          {text('web.groups')}
        </Checkbox>
        <Field.Hint />
      </Field.Root>
    </Flex>
  );
};
