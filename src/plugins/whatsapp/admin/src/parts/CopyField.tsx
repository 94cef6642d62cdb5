import { Field, IconButton, TextInput } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useText } from './useText';

interface CopyFieldProps {
  label: string;
  value: string;
  hint?: string;
}

/** A value to be pasted elsewhere. It can be selected by hand where the clipboard is not available. */
export const CopyField = ({ label, value, hint }: CopyFieldProps) => {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();

  const handleCopy = async () => {
    const isCopied = await copy(value);
    toggleNotification(
      isCopied
        ? { type: 'success', message: text('copy.done', { label }) }
        : { type: 'warning', message: text('copy.failed') },
    );
  };

  return (
    <Field.Root hint={hint} width="100%">
      <Field.Label>{label}</Field.Label>
      <TextInput
        readOnly
        value={value}
        onFocus={(event) => event.currentTarget.select()}
        endAction={
          <IconButton
            variant="ghost"
            size="S"
            label={text('copy.action', { label })}
            onClick={() => void handleCopy()}
          >
            <Duplicate />
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
};
