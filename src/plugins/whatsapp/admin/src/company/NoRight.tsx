import { Lock } from '@strapi/icons';
import type { Right } from '../../../contracts/rights';
import { CenterState } from '../parts/CenterState';
import { rightText, roleText } from '../parts/role-text';
import { useText } from '../parts/useText';
import { useCompany } from './CompanyContext';

const LockIcon = <Lock width="3.2rem" height="3.2rem" />;

/** The person's Strapi role withholds the right, in whatever company: what to ask the administrator for. */
export const NoPermission = ({ right }: { right: Right }) => {
  const text = useText();
  return (
    <CenterState icon={LockIcon} title={text('no-right.permission.title')}>
      {text('no-right.permission.hint', { right: text(rightText(right)) })}
    </CenterState>
  );
};

/** A right that the person lacks in this company: by the role in it, or else by the Strapi role. */
export const NoRightHere = ({ right }: { right: Right }) => {
  const text = useText();
  const { tenant, member } = useCompany();
  if (member.lacks.includes(right)) return <NoPermission right={right} />;
  return (
    <CenterState icon={LockIcon} title={text('no-right.role.title', { company: tenant.name })}>
      {member.role === 'visitor'
        ? text('no-right.role.visitor')
        : text('no-right.role.hint', { role: text(roleText(member.role)), company: tenant.name })}
    </CenterState>
  );
};

/** What only the platform's super admin sees. */
export const NoPlatform = () => {
  const text = useText();
  return (
    <CenterState icon={LockIcon} title={text('no-right.platform.title')}>
      {text('no-right.platform.hint')}
    </CenterState>
  );
};
