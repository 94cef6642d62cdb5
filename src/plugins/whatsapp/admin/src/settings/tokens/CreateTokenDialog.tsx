import { useState } from 'react';
import { Field, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';
import { CreateApiToken, type IssuedApiToken, type TokenAccess } from '../../../../contracts/tenancy';
import { problemOf } from '../../api/problem';
import { useCreateWhatsAppApiTokenMutation } from '../../api/tokens';
import { useText } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import { RadioCards } from '../RadioCards';

const LIFESPANS = ['7', '30', '90', 'unlimited'] as const;
type Lifespan = (typeof LIFESPANS)[number];

interface CreateTokenDialogProps {
  onClose: () => void;
  onIssued: (issued: IssuedApiToken) => void;
}

/** A key for another program: what it may do, and for how long. */
export const CreateTokenDialog = ({ onClose, onIssued }: CreateTokenDialogProps) => {
  const text = useText();
  const [create, { isLoading, error, reset }] = useCreateWhatsAppApiTokenMutation();
  const [name, setName] = useState('');
  const [access, setAccess] = useState<TokenAccess>('read');
  const [lifespan, setLifespan] = useState<Lifespan>('90');
  const [isMissing, setIsMissing] = useState(false);
  const isTaken = error ? problemOf(error).kind === 'conflict' : false;

  const handleSubmit = async () => {
    const lifespanDays = lifespan === 'unlimited' ? null : Number(lifespan);
    const token = CreateApiToken.safeParse({ name, access, lifespanDays });
    setIsMissing(!token.success);
    if (!token.success) return;
    const answer = await create(token.data);
    if ('error' in answer) return;
    onIssued(answer.data);
    onClose();
  };

  return (
    <FormDialog
      title={text('tokens.create.title')}
      action={text('tokens.create')}
      isBusy={isLoading}
      error={isTaken ? null : error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <Field.Root
        name="name"
        required
        hint={text('tokens.name.hint')}
        error={isMissing ? text('tokens.name.missing') : isTaken ? text('tokens.name.taken') : undefined}
      >
        <Field.Label>{text('tokens.name')}</Field.Label>
        <TextInput
          value={name}
          maxLength={80}
          autoComplete="off"
          onChange={(event) => {
            setName(event.target.value);
            setIsMissing(false);
            if (error) reset();
          }}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <RadioCards
        label={text('tokens.access')}
        value={access}
        onChange={(value) => setAccess(value === 'write' ? 'write' : 'read')}
        choices={[
          { value: 'read', title: text('tokens.access.read'), hint: text('tokens.access.read.hint') },
          { value: 'write', title: text('tokens.access.write'), hint: text('tokens.access.write.hint') },
        ]}
      />
      <Field.Root name="lifespan" hint={text('tokens.lifespan.hint')}>
        <Field.Label>{text('tokens.lifespan')}</Field.Label>
        <SingleSelect
          value={lifespan}
          onChange={(value) => setLifespan(LIFESPANS.find((option) => option === value) ?? '90')}
        >
          {LIFESPANS.map((option) => (
            <SingleSelectOption key={option} value={option}>
              {option === 'unlimited'
                ? text('tokens.lifespan.unlimited')
                : text('tokens.lifespan.days', { days: Number(option) })}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Field.Hint />
      </Field.Root>
    </FormDialog>
  );
};
