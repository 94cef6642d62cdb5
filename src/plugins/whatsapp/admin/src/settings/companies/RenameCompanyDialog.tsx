import { useState } from 'react';
import { useNotification } from '@strapi/strapi/admin';
import { UpdateTenant, type Tenant } from '../../../../contracts/tenancy';
import { useRenameWhatsAppTenantMutation } from '../../api/tenants';
import { useText } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import { CompanyNameField } from './CompanyNameField';

export interface CompanyDialogProps {
  tenant: Tenant;
  onClose: () => void;
}

export const RenameCompanyDialog = ({ tenant, onClose }: CompanyDialogProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [rename, { isLoading, error }] = useRenameWhatsAppTenantMutation();
  const [name, setName] = useState(tenant.name);
  const [isMissing, setIsMissing] = useState(false);

  const handleSubmit = async () => {
    const changes = UpdateTenant.safeParse({ name });
    setIsMissing(!changes.success);
    if (!changes.success) return;
    const answer = await rename({ tenantId: tenant.id, changes: changes.data });
    if ('error' in answer) return;
    toggleNotification({
      type: 'success',
      message: text('companies.renamed', { name: answer.data.name }),
    });
    onClose();
  };

  return (
    <FormDialog
      title={text('companies.rename.title', { name: tenant.name })}
      action={text('form.save')}
      isBusy={isLoading}
      isDisabled={name.trim() === tenant.name}
      error={error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <CompanyNameField value={name} isMissing={isMissing} onChange={setName} />
    </FormDialog>
  );
};
