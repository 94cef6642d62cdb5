import { Flex, Link as DesignLink, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';
import type { Permission } from '@strapi/strapi/admin';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import type { Member } from '../../../../contracts/tenancy';
import { rightText } from '../../parts/role-text';
import { useHeld } from '../../company/useHeld';
import { useText } from '../../parts/useText';

const READ_ROLES: Permission[] = [{ action: 'admin::roles.read', subject: null }];

const Mark = styled.span<{ $isComplete: boolean }>`
  flex-shrink: 0;
  padding-block-start: 0.2rem;

  svg {
    display: block;
    width: 1.6rem;
    height: 1.6rem;
  }
  svg,
  svg path {
    fill: ${({ theme, $isComplete }) => theme.colors[$isComplete ? 'success600' : 'warning600']};
  }
`;

/** Rights of the role in the company that the person's Strapi role withholds, and where that is mended. */
export const LackingRights = ({ member: { lacks, kind } }: { member: Pick<Member, 'lacks' | 'kind'> }) => {
  const text = useText();
  const mayReadRoles = useHeld(READ_ROLES);
  // Only people of the panel have a Strapi role that could withhold something.
  if (kind !== 'admin') return <Typography textColor="neutral600">–</Typography>;
  if (lacks.length === 0) {
    return (
      <Flex gap={2} alignItems="flex-start">
        <Mark $isComplete>
          <CheckCircle aria-hidden />
        </Mark>
        <Typography>{text('members.lacks.nothing')}</Typography>
      </Flex>
    );
  }
  return (
    <Flex gap={2} alignItems="flex-start">
      <Mark $isComplete={false}>
        <WarningCircle aria-hidden />
      </Mark>
      <Flex direction="column" alignItems="flex-start" gap={1}>
        <Typography tag="p">
          {text('members.lacks.some', { rights: lacks.map((right) => text(rightText(right))).join(', ') })}
        </Typography>
        {mayReadRoles ? (
          <DesignLink tag={Link} to="/settings/roles">
            {text('members.lacks.action')}
          </DesignLink>
        ) : null}
      </Flex>
    </Flex>
  );
};
