import { Button, Typography } from '@strapi/design-system';
import { Eye } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import { useLeaveWhatsAppVisitMutation } from '../api/me';
import { problemOf } from '../api/problem';
import { explainProblem } from '../parts/problem-text';
import { useMoment } from '../parts/useMoment';
import { useText } from '../parts/useText';
import { useCompanyOrNone } from './CompanyContext';

const Strip = styled.aside`
  display: flex;
  flex-shrink: 0;
  flex-wrap: wrap;
  gap: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[4]}`};
  align-items: center;
  padding: ${({ theme }) => `${theme.spaces[2]} ${theme.spaces[4]}`};
  background: ${({ theme }) => theme.colors.warning100};
  border-block-end: 1px solid ${({ theme }) => theme.colors.warning200};

  > svg {
    flex-shrink: 0;
    width: 1.6rem;
    height: 1.6rem;
    fill: ${({ theme }) => theme.colors.warning700};
  }
  > svg path {
    fill: ${({ theme }) => theme.colors.warning700};
  }
  > p {
    flex: 1 1 24rem;
    min-width: 0;
  }
`;

/** Somebody of the platform is in a company's rooms: said on every screen, for as long as it lasts. */
export const VisitBanner = () => {
  const text = useText();
  const { clock } = useMoment();
  const { toggleNotification } = useNotification();
  const company = useCompanyOrNone();
  const [leave, { isLoading }] = useLeaveWhatsAppVisitMutation();
  if (company?.member.role !== 'visitor') return null;
  const { tenant, member } = company;

  const handleLeave = async () => {
    const answer = await leave();
    if (!('error' in answer)) return;
    toggleNotification({
      type: 'danger',
      message: explainProblem(text, problemOf(answer.error)).reason,
    });
  };

  return (
    <Strip aria-label={text('visit.label')}>
      <Eye aria-hidden />
      <Typography tag="p" textColor="neutral800">
        {member.expiresAt
          ? text('visit.until', { name: tenant.name, time: clock(new Date(member.expiresAt)) })
          : text('visit.open', { name: tenant.name })}
      </Typography>
      <Button variant="tertiary" size="S" loading={isLoading} onClick={() => void handleLeave()}>
        {text('visit.leave')}
      </Button>
    </Strip>
  );
};
