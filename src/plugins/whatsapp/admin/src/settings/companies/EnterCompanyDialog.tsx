import { useState } from 'react';
import { Field, SingleSelect, SingleSelectOption, Textarea } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { EnterTenant } from '../../../../contracts/tenancy';
import { useEnterWhatsAppTenantMutation } from '../../api/me';
import { Notice } from '../../parts/Notice';
import { useText } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import type { CompanyDialogProps } from './RenameCompanyDialog';

const MINUTES = [15, 60, 240, 480] as const;

/** Looking into a company's conversations is an act of its own: with a reason, for a while, and written down. */
export const EnterCompanyDialog = ({ tenant, onClose }: CompanyDialogProps) => {
  const text = useText();
  const navigate = useNavigate();
  const [enter, { isLoading, error }] = useEnterWhatsAppTenantMutation();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<number>(60);
  const [isMissing, setIsMissing] = useState(false);

  const handleSubmit = async () => {
    const visit = EnterTenant.safeParse({ reason, minutes });
    setIsMissing(!visit.success);
    if (!visit.success) return;
    const answer = await enter({ tenantId: tenant.id, ...visit.data });
    if (!('error' in answer)) navigate('/plugins/whatsapp');
  };

  return (
    <FormDialog
      title={text('visit.enter.title', { name: tenant.name })}
      action={text('visit.enter')}
      isBusy={isLoading}
      error={error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <Notice kind="warning">{text('visit.enter.body', { name: tenant.name })}</Notice>
      <Field.Root
        name="reason"
        required
        hint={text('visit.reason.hint')}
        error={isMissing ? text('visit.reason.missing') : undefined}
      >
        <Field.Label>{text('audit.detail.reason')}</Field.Label>
        <Textarea
          value={reason}
          maxLength={500}
          onChange={(event) => {
            setReason(event.target.value);
            setIsMissing(false);
          }}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <Field.Root name="minutes">
        <Field.Label>{text('visit.minutes')}</Field.Label>
        <SingleSelect value={minutes} onChange={(value) => setMinutes(Number(value))}>
          {MINUTES.map((option) => (
            <SingleSelectOption key={option} value={option}>
              {option < 60
                ? text('visit.minutes.few', { minutes: option })
                : text('visit.minutes.hours', { hours: option / 60 })}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
    </FormDialog>
  );
};
