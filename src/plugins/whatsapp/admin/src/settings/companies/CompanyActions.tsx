import { useState } from 'react';
import { Button, Flex, IconButton, Tooltip } from '@strapi/design-system';
import { Eye, Pencil, Trash } from '@strapi/icons';
import type { Me, Tenant } from '../../../../contracts/tenancy';
import { useText } from '../../parts/useText';
import { DeleteCompanyDialog } from './DeleteCompanyDialog';
import { EnterCompanyDialog } from './EnterCompanyDialog';
import { RenameCompanyDialog } from './RenameCompanyDialog';

type OpenDialog = 'enter' | 'rename' | 'delete' | null;

/** What the platform's super admin may do with one company. */
export const CompanyActions = ({ tenant, me }: { tenant: Tenant; me: Me }) => {
  const text = useText();
  const [open, setOpen] = useState<OpenDialog>(null);
  const close = () => setOpen(null);
  const own = me.companies.find((company) => company.tenant.id === tenant.id);
  const isMember = own !== undefined && own.role !== 'visitor';
  const obstacle = isMember ? text('visit.member') : me.mayEnterTenants ? null : text('visit.off.title');
  const enter = (
    <Button
      variant="tertiary"
      size="S"
      startIcon={<Eye />}
      aria-disabled={obstacle !== null}
      aria-label={
        obstacle
          ? text('visit.enter.not', { name: tenant.name, reason: obstacle })
          : text('visit.enter.of', { name: tenant.name })
      }
      onClick={() => (obstacle === null ? setOpen('enter') : undefined)}
      style={obstacle === null ? undefined : { opacity: 0.6, cursor: 'not-allowed' }}
    >
      {text('visit.enter')}
    </Button>
  );

  return (
    <Flex gap={1} justifyContent="flex-end" wrap="wrap">
      {obstacle === null ? enter : <Tooltip description={obstacle}>{enter}</Tooltip>}
      <IconButton
        variant="ghost"
        label={text('companies.rename.of', { name: tenant.name })}
        onClick={() => setOpen('rename')}
      >
        <Pencil />
      </IconButton>
      <IconButton
        variant="ghost"
        label={text('companies.delete.of', { name: tenant.name })}
        onClick={() => setOpen('delete')}
      >
        <Trash />
      </IconButton>
      {open === 'enter' ? <EnterCompanyDialog tenant={tenant} onClose={close} /> : null}
      {open === 'rename' ? <RenameCompanyDialog tenant={tenant} onClose={close} /> : null}
      {open === 'delete' ? <DeleteCompanyDialog tenant={tenant} onClose={close} /> : null}
    </Flex>
  );
};
