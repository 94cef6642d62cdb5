import { useState } from 'react';
import { Button } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useGetWhatsAppMembersQuery } from '../../api/members';
import { useCompany } from '../../company/CompanyContext';
import { useText } from '../../parts/useText';
import { CompanyGate } from '../CompanyGate';
import { SettingsFrame } from '../SettingsFrame';
import { AddMemberDialog } from './AddMemberDialog';
import { MemberList } from './MemberList';

const OWN = { tenantId: null };

const Members = () => {
  const text = useText();
  const { tenant, member } = useCompany();
  const [isAdding, setIsAdding] = useState(false);
  const answer = useGetWhatsAppMembersQuery();
  return (
    <SettingsFrame
      title={text('members.title')}
      subtitle={text('members.subtitle', { company: tenant.name })}
      isBusy={answer.isLoading}
      primaryAction={
        <Button size="S" startIcon={<Plus />} onClick={() => setIsAdding(true)}>
          {text('members.add')}
        </Button>
      }
    >
      <MemberList answer={answer} of={OWN} companyName={tenant.name} meId={member.id} />
      {isAdding ? (
        <AddMemberDialog of={OWN} companyName={tenant.name} onClose={() => setIsAdding(false)} />
      ) : null}
    </SettingsFrame>
  );
};

/** Settings → WhatsApp → Members: who works for the company. */
export const MembersPage = () => {
  const text = useText();
  return (
    <CompanyGate right="members" title={text('members.title')} subtitle={text('members.subtitle.plain')}>
      <Members />
    </CompanyGate>
  );
};
