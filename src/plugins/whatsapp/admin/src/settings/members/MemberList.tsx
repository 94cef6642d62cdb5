import { useState } from 'react';
import { Badge, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash, User } from '@strapi/icons';
import type { Member } from '../../../../contracts/tenancy';
import type { MembersOf } from '../../api/members';
import { CenterState } from '../../parts/CenterState';
import { ProblemState } from '../../parts/ProblemState';
import { useMoment } from '../../parts/useMoment';
import { useText, type TextId } from '../../parts/useText';
import { Panel } from '../Panel';
import { Records, type Column } from '../Records';
import { Waiting } from '../Waiting';
import { LackingRights } from './LackingRights';
import { RemoveMember } from './RemoveMember';
import { RoleSelect } from './RoleSelect';

const KINDS = {
  admin: 'members.kind.admin',
  user: 'members.kind.user',
  token: 'members.kind.token',
} as const satisfies Record<Member['kind'], TextId>;

interface MemberListProps {
  answer: { data?: Member[]; error?: unknown; isLoading: boolean; refetch: () => unknown };
  of: MembersOf;
  companyName: string;
  /** Null for somebody who manages a company from outside. */
  meId: string | null;
}

const Person = ({ member, isMe }: { member: Member; isMe: boolean }) => {
  const text = useText();
  const { full } = useMoment();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        <Typography fontWeight="bold">{member.name}</Typography>
        {isMe ? <Badge size="S">{text('members.me')}</Badge> : null}
      </Flex>
      {member.email ? (
        <Typography variant="pi" textColor="neutral600">
          {member.email}
        </Typography>
      ) : null}
      {member.expiresAt ? (
        <Typography variant="pi" textColor="neutral600">
          {text('members.ends', { time: full(new Date(member.expiresAt)) })}
        </Typography>
      ) : null}
    </Flex>
  );
};

/** The people of a company, with what each may do. */
export const MemberList = ({ answer, of, companyName, meId }: MemberListProps) => {
  const text = useText();
  // Beside the rows, not in one: these are drawn anew when the window gets narrow, and a dialog must outlive that.
  const [removing, setRemoving] = useState<Member | null>(null);
  if (answer.isLoading) return <Waiting />;
  if (!answer.data) {
    return (
      <Panel>
        <ProblemState
          title={text('members.error')}
          error={answer.error}
          onRetry={() => void answer.refetch()}
        />
      </Panel>
    );
  }
  // Tokens are bound to the company like people, and have a page of their own.
  const people = answer.data.filter(({ kind }) => kind !== 'token');
  if (people.length === 0) {
    return (
      <Panel>
        <CenterState icon={<User width="3.2rem" height="3.2rem" />} title={text('members.empty.title')}>
          {text('members.empty.hint')}
        </CenterState>
      </Panel>
    );
  }
  const columns: Column<Member>[] = [
    {
      id: 'name',
      label: text('members.name'),
      cell: (member) => <Person member={member} isMe={member.id === meId} />,
    },
    {
      id: 'kind',
      label: text('members.kind'),
      cell: (member) => <Typography>{text(KINDS[member.kind])}</Typography>,
    },
    {
      id: 'role',
      label: text('members.role'),
      cell: (member) => (
        <RoleSelect member={member} of={of} companyName={companyName} isMe={member.id === meId} />
      ),
    },
    {
      id: 'lacks',
      label: text('members.lacks'),
      cell: (member) => <LackingRights member={member} />,
    },
    {
      id: 'remove',
      label: text('members.remove'),
      isSilent: true,
      cell: (member) => (
        <IconButton
          variant="ghost"
          label={text('members.remove.of', { name: member.name })}
          onClick={() => setRemoving(member)}
        >
          <Trash />
        </IconButton>
      ),
    },
  ];
  return (
    <>
      <Records label={text('members.title')} rows={people} keyOf={({ id }) => id} columns={columns} />
      {removing ? (
        <RemoveMember
          member={removing}
          of={of}
          companyName={companyName}
          isMe={removing.id === meId}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </>
  );
};
