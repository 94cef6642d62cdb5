import { useState } from 'react';
import { Button, Flex, Link as DesignLink, Typography } from '@strapi/design-system';
import { Briefcase, Plus } from '@strapi/icons';
import { Link } from 'react-router-dom';
import type { Me, Tenant } from '../../../../contracts/tenancy';
import { useGetWhatsAppTenantsQuery } from '../../api/tenants';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { roleText } from '../../parts/role-text';
import { useText } from '../../parts/useText';
import { Notice } from '../../parts/Notice';
import { Panel } from '../Panel';
import { Records, type Column } from '../Records';
import { SettingsFrame } from '../SettingsFrame';
import { Waiting } from '../Waiting';
import { CompanyActDialog, CompanyActions, type CompanyAct } from './CompanyActions';
import { CreateCompanyDialog } from './CreateCompanyDialog';
import { membersAddress } from './members-address';

interface OpenAct {
  act: CompanyAct;
  tenant: Tenant;
}

const useColumns = (me: Me, onAct: (open: OpenAct) => void): Column<Tenant>[] => {
  const text = useText();
  return [
    {
      id: 'name',
      label: text('companies.name'),
      cell: ({ name }) => <Typography fontWeight="bold">{name}</Typography>,
    },
    {
      id: 'own',
      label: text('companies.own-role'),
      cell: ({ id }) => {
        const own = me.companies.find(({ tenant }) => tenant.id === id);
        return own ? <Typography>{text(roleText(own.role))}</Typography> : null;
      },
    },
    {
      id: 'members',
      label: text('members.title'),
      cell: ({ id, name }) => (
        <DesignLink tag={Link} to={membersAddress(id)} aria-label={text('companies.members.of', { name })}>
          {text('companies.members')}
        </DesignLink>
      ),
    },
    {
      id: 'actions',
      label: text('companies.actions'),
      isSilent: true,
      cell: (tenant) => <CompanyActions tenant={tenant} me={me} onAct={(act) => onAct({ act, tenant })} />,
    },
  ];
};

const Companies = ({ me, onCreate }: { me: Me; onCreate: () => void }) => {
  const text = useText();
  // Beside the rows, not in one: these are drawn anew when the window gets narrow, and a dialog must outlive that.
  const [open, setOpen] = useState<OpenAct | null>(null);
  const columns = useColumns(me, setOpen);
  const { data: tenants, error, isLoading, refetch } = useGetWhatsAppTenantsQuery();
  if (isLoading) return <Waiting />;
  if (!tenants) {
    return (
      <Panel>
        <ProblemState title={text('companies.error')} error={error} onRetry={() => void refetch()} />
      </Panel>
    );
  }
  if (tenants.length === 0) {
    return (
      <Panel>
        <CenterState
          icon={<Briefcase width="3.2rem" height="3.2rem" />}
          title={text('companies.empty.title')}
          action={
            <Button variant="secondary" startIcon={<Plus />} onClick={onCreate}>
              {text('company.create.action')}
            </Button>
          }
        >
          {text('companies.empty.hint')}
        </CenterState>
      </Panel>
    );
  }
  return (
    <>
      <Records label={text('companies.title')} rows={tenants} keyOf={({ id }) => id} columns={columns} />
      {open ? <CompanyActDialog {...open} onClose={() => setOpen(null)} /> : null}
    </>
  );
};

/** Every company of the platform, and what its super admin may do with each. */
export const CompanyList = ({ me }: { me: Me }) => {
  const text = useText();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <SettingsFrame
      title={text('companies.title')}
      subtitle={text('companies.subtitle')}
      primaryAction={
        <Button size="S" startIcon={<Plus />} onClick={() => setIsCreating(true)}>
          {text('company.create.action')}
        </Button>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        {me.mayEnterTenants ? null : (
          <Notice kind="information" title={text('visit.off.title')}>
            {text('visit.off.hint')}
          </Notice>
        )}
        <Companies me={me} onCreate={() => setIsCreating(true)} />
      </Flex>
      {isCreating ? <CreateCompanyDialog onClose={() => setIsCreating(false)} /> : null}
    </SettingsFrame>
  );
};
