import { useState } from 'react';
import { Button } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useParams } from 'react-router-dom';
import type { Me } from '../../../../contracts/tenancy';
import { useGetWhatsAppTenantMembersQuery } from '../../api/members';
import { problemOf } from '../../api/problem';
import { useGetWhatsAppTenantsQuery } from '../../api/tenants';
import { ProblemState } from '../../parts/ProblemState';
import { useText } from '../../parts/useText';
import { AddMemberDialog } from '../members/AddMemberDialog';
import { MemberList } from '../members/MemberList';
import { Panel } from '../Panel';
import { SettingsFrame } from '../SettingsFrame';

/** The members of one company, managed from outside: the way to its first owner. */
export const CompanyMembers = ({ me }: { me: Me }) => {
  const text = useText();
  const { tenantId = '' } = useParams();
  const [isAdding, setIsAdding] = useState(false);
  const { data: tenants } = useGetWhatsAppTenantsQuery();
  const answer = useGetWhatsAppTenantMembersQuery(tenantId);
  const name = tenants?.find(({ id }) => id === tenantId)?.name ?? text('companies.title');
  const isMissing = answer.error !== undefined && problemOf(answer.error).kind === 'not-found';
  const of = { tenantId };

  return (
    <SettingsFrame
      title={name}
      subtitle={text('members.subtitle', { company: name })}
      back={{ to: '/settings/whatsapp/companies', label: text('companies.back') }}
      primaryAction={
        isMissing ? undefined : (
          <Button size="S" startIcon={<Plus />} onClick={() => setIsAdding(true)}>
            {text('members.add')}
          </Button>
        )
      }
    >
      {isMissing ? (
        <Panel>
          <ProblemState title={text('companies.missing')} error={answer.error} />
        </Panel>
      ) : (
        <MemberList answer={answer} of={of} companyName={name} meId={me.member?.id ?? null} />
      )}
      {isAdding ? (
        <AddMemberDialog
          of={of}
          companyName={name}
          firstRole={answer.data?.some(({ role }) => role === 'owner') ? 'agent' : 'owner'}
          onClose={() => setIsAdding(false)}
        />
      ) : null}
    </SettingsFrame>
  );
};
