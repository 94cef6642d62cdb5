import { useState } from 'react';
import { Field, Flex, IconButton, TextInput } from '@strapi/design-system';
import { Eye, EyeStriked } from '@strapi/icons';
import { useText, type TextId } from '../parts/useText';
import type { ChannelField, FieldFault, FormPurpose } from './channel-form';
import type { ChannelFormState } from './useChannelForm';

interface FieldTexts {
  label: TextId;
  hint: TextId;
  wrong: TextId;
}

const TEXTS = {
  name: { label: 'form.name', hint: 'form.name.hint', wrong: 'form.name.wrong' },
  phoneNumberId: {
    label: 'form.phone-number-id',
    hint: 'form.phone-number-id.hint',
    wrong: 'form.phone-number-id.wrong',
  },
  businessAccountId: {
    label: 'form.business-account-id',
    hint: 'form.business-account-id.hint',
    wrong: 'form.business-account-id.wrong',
  },
  accessToken: {
    label: 'form.access-token',
    hint: 'form.access-token.hint',
    wrong: 'form.access-token.wrong',
  },
  appSecret: { label: 'form.app-secret', hint: 'form.app-secret.hint', wrong: 'form.app-secret.wrong' },
} as const satisfies Record<ChannelField, FieldTexts>;

interface ChannelInputProps {
  field: ChannelField;
  form: ChannelFormState;
  purpose: FormPurpose;
}

const useFaultText = (field: ChannelField, fault: FieldFault | undefined): string | undefined => {
  const text = useText();
  switch (fault?.type) {
    case undefined:
      return undefined;
    case 'missing':
      return text('form.missing');
    case 'wrong':
      return text(TEXTS[field].wrong);
    case 'server':
      return fault.message;
  }
};

const PlainInput = ({ field, form }: ChannelInputProps) => {
  const text = useText();
  const error = useFaultText(field, form.faults[field]);
  return (
    <Field.Root name={field} required error={error} hint={text(TEXTS[field].hint)}>
      <Field.Label>{text(TEXTS[field].label)}</Field.Label>
      <TextInput
        name={field}
        value={form.values[field]}
        inputMode={field === 'name' ? undefined : 'numeric'}
        autoComplete="off"
        onChange={(event) => form.change(field, event.target.value)}
        onBlur={() => form.leave(field)}
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

/** Hidden until somebody wants to see it, and never offered to a password manager. */
const SecretInput = ({ field, form, purpose }: ChannelInputProps) => {
  const text = useText();
  const [isShown, setIsShown] = useState(false);
  const error = useFaultText(field, form.faults[field]);
  const label = text(TEXTS[field].label);
  return (
    <Field.Root name={field} required={purpose === 'create'} error={error} hint={text(TEXTS[field].hint)}>
      <Field.Label>{label}</Field.Label>
      <TextInput
        name={field}
        type={isShown ? 'text' : 'password'}
        value={form.values[field]}
        placeholder={purpose === 'edit' ? text('form.secret.keep') : undefined}
        autoComplete="new-password"
        spellCheck={false}
        onChange={(event) => form.change(field, event.target.value)}
        onBlur={() => form.leave(field)}
        endAction={
          <IconButton
            variant="ghost"
            size="S"
            withTooltip={false}
            label={text(isShown ? 'form.secret.hide' : 'form.secret.show', { label })}
            aria-pressed={isShown}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeStriked /> : <Eye />}
          </IconButton>
        }
      />
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};

/** The five things that connect a number, each with where Meta shows it. */
export const ChannelFields = (props: Omit<ChannelInputProps, 'field'>) => (
  <Flex direction="column" alignItems="stretch" gap={5}>
    <PlainInput field="name" {...props} />
    <PlainInput field="phoneNumberId" {...props} />
    <PlainInput field="businessAccountId" {...props} />
    <SecretInput field="accessToken" {...props} />
    <SecretInput field="appSecret" {...props} />
  </Flex>
);
