import { Button, Flex, IconButton, Tooltip } from '@strapi/design-system';
import { Eye, Pencil, Trash } from '@strapi/icons';
import type { Me, Tenant } from '../../../../contracts/tenancy';
import { useText } from '../../parts/useText';
import { DeleteCompanyDialog } from './DeleteCompanyDialog';
import { EnterCompanyDialog } from './EnterCompanyDialog';
import { RenameCompanyDialog, type CompanyDialogProps } from './RenameCompanyDialog';

export type CompanyAct = 'enter' | 'rename' | 'delete';

interface CompanyActionsProps {
  tenant: Tenant;
  me: Me;
  onAct: (act: CompanyAct) => void;
}

/** What the platform's super admin may do with one company. */
export const CompanyActions = ({ tenant, me, onAct }: CompanyActionsProps) => {
  const text = useText();
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
      onClick={() => (obstacle === null ? onAct('enter') : undefined)}
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
        onClick={() => onAct('rename')}
      >
        <Pencil />
      </IconButton>
      <IconButton
        variant="ghost"
        label={text('companies.delete.of', { name: tenant.name })}
        onClick={() => onAct('delete')}
      >
        <Trash />
      </IconButton>
    </Flex>
  );
};

/** The window in which an act on a company is explained and done. */
export const CompanyActDialog = ({ act, ...props }: CompanyDialogProps & { act: CompanyAct }) => {
  switch (act) {
    case 'enter':
      return <EnterCompanyDialog {...props} />;
    case 'rename':
      return <RenameCompanyDialog {...props} />;
    case 'delete':
      return <DeleteCompanyDialog {...props} />;
  }
};
