import { Menu, Typography } from '@strapi/design-system';
import { Briefcase, Check } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useLocation, useNavigate } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Me } from '../../../contracts/tenancy';
import { useSwitchWhatsAppCompanyMutation } from '../api/me';
import { problemOf } from '../api/problem';
import { explainProblem } from '../parts/problem-text';
import { roleText } from '../parts/role-text';
import { useText } from '../parts/useText';
import { useCompany } from './CompanyContext';

const Trigger = styled(Menu.Trigger)`
  min-width: 0;
  max-width: min(28rem, 100%);

  > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

const Entry = styled.span`
  display: flex;
  flex-direction: column;
  gap: 0.2rem;
  min-width: 16rem;
  max-width: 28rem;
  padding-block: 0.4rem;
  overflow-wrap: anywhere;
  white-space: normal;
`;

/** The server's order begins with the present one; a list that rearranges itself is hard to learn. */
const byName = (companies: Me['companies']): Me['companies'] =>
  [...companies].sort((a, b) => a.tenant.name.localeCompare(b.tenant.name));

/** Addresses of single rows belong to the company that is left: a chat closes, a channel's page becomes their list. */
const homeOf = (pathname: string): string =>
  /^\/(plugins\/whatsapp|settings\/whatsapp\/[^/]+)/.exec(pathname)?.[0] ?? pathname;

/** Chooses the company to work for. Nothing to choose, nothing to see. */
export const CompanySwitcher = () => {
  const text = useText();
  const { tenant, companies } = useCompany();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { toggleNotification } = useNotification();
  const [switchTo, { isLoading }] = useSwitchWhatsAppCompanyMutation();
  if (companies.length < 2) return null;

  const choose = async (tenantId: string) => {
    if (tenantId === tenant.id) return;
    const answer = await switchTo(tenantId);
    if ('error' in answer) {
      const { reason } = explainProblem(text, problemOf(answer.error));
      toggleNotification({ type: 'danger', message: reason });
      return;
    }
    navigate(homeOf(pathname));
  };

  return (
    <Menu.Root>
      <Trigger
        variant="tertiary"
        size="S"
        startIcon={<Briefcase aria-hidden />}
        disabled={isLoading}
        aria-label={text('company.switch', { name: tenant.name })}
      >
        {tenant.name}
      </Trigger>
      <Menu.Content popoverPlacement="bottom-start">
        {byName(companies).map((company) => {
          const isPresent = company.tenant.id === tenant.id;
          return (
            <Menu.Item
              key={company.tenant.id}
              aria-current={isPresent ? 'true' : undefined}
              endIcon={isPresent ? <Check aria-hidden /> : undefined}
              onSelect={() => void choose(company.tenant.id)}
            >
              <Entry>
                <Typography fontWeight={isPresent ? 'bold' : undefined} textColor="neutral800">
                  {company.tenant.name}
                </Typography>
                <Typography variant="pi" textColor="neutral600">
                  {text(roleText(company.role))}
                </Typography>
              </Entry>
            </Menu.Item>
          );
        })}
      </Menu.Content>
    </Menu.Root>
  );
};
