import { useState } from 'react';
import { Field, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useDeleteWhatsAppTenantMutation } from '../../api/tenants';
import { Notice } from '../../parts/Notice';
import { useText } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import type { CompanyDialogProps } from './RenameCompanyDialog';

/** There is no way back from here, so the name must be written out. */
export const DeleteCompanyDialog = ({ tenant, onClose }: CompanyDialogProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [remove, { isLoading, error }] = useDeleteWhatsAppTenantMutation();
  const [name, setName] = useState('');

  const handleSubmit = async () => {
    const answer = await remove({ tenantId: tenant.id, name });
    if ('error' in answer) return;
    toggleNotification({ type: 'success', message: text('companies.deleted', { name: tenant.name }) });
    onClose();
  };

  return (
    <FormDialog
      title={text('companies.delete.title', { name: tenant.name })}
      action={text('companies.delete.action')}
      isDanger
      isBusy={isLoading}
      isDisabled={name !== tenant.name}
      error={error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <Notice kind="danger">{text('companies.delete.body')}</Notice>
      <Typography tag="p">{text('companies.delete.ask', { name: tenant.name })}</Typography>
      <Field.Root name="name" required>
        <Field.Label>{text('company.create.name')}</Field.Label>
        <TextInput
          value={name}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setName(event.target.value)}
        />
      </Field.Root>
    </FormDialog>
  );
};
