import { useState } from 'react';
import { Typography } from '@strapi/design-system';
import { useNavigate } from 'react-router-dom';
import { CreateTenant } from '../../../../contracts/tenancy';
import { useCreateWhatsAppTenantMutation } from '../../api/tenants';
import { useText } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import { membersAddress } from './members-address';
import { CompanyNameField } from './CompanyNameField';

/** A new company has nobody yet: its first owner is added next, so that is where it leads. */
export const CreateCompanyDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  const navigate = useNavigate();
  const [create, { isLoading, error }] = useCreateWhatsAppTenantMutation();
  const [name, setName] = useState('');
  const [isMissing, setIsMissing] = useState(false);

  const handleSubmit = async () => {
    const tenant = CreateTenant.safeParse({ name });
    setIsMissing(!tenant.success);
    if (!tenant.success) return;
    const answer = await create(tenant.data);
    if ('error' in answer) return;
    onClose();
    navigate(membersAddress(answer.data.id));
  };

  return (
    <FormDialog
      title={text('companies.create.title')}
      action={text('company.create.action')}
      isBusy={isLoading}
      error={error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <CompanyNameField value={name} isMissing={isMissing} onChange={setName} />
      <Typography textColor="neutral600" tag="p">
        {text('companies.create.hint')}
      </Typography>
    </FormDialog>
  );
};
