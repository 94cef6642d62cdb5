import { useState } from 'react';
import { Badge, Dialog, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import { GivenRole } from '../../../../contracts/rights';
import type { Member } from '../../../../contracts/tenancy';
import { useUpdateWhatsAppMemberMutation } from '../../api/members';
import { problemOf } from '../../api/problem';
import { roleText } from '../../parts/role-text';
import { useText } from '../../parts/useText';
import { memberProblem } from './member-problem';
import type { MemberActionProps } from './RemoveMember';

/** The role in the company. Taking a right from oneself is asked twice: only a colleague could give it back. */
export const RoleSelect = ({ member, of, companyName, isMe }: MemberActionProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [update, { isLoading }] = useUpdateWhatsAppMemberMutation();
  const [asked, setAsked] = useState<GivenRole | null>(null);
  if (member.role === 'visitor') return <Badge>{text(roleText('visitor'))}</Badge>;

  const give = async (role: GivenRole) => {
    const answer = await update({ ...of, memberId: member.id, changes: { role } });
    const message =
      'error' in answer
        ? memberProblem(text, problemOf(answer.error), member)
        : text('members.role.changed', { name: member.name, role: text(roleText(role)) });
    toggleNotification({ type: 'error' in answer ? 'danger' : 'success', message });
  };
  const choose = (value: string | number) => {
    const role = GivenRole.parse(value);
    if (role === member.role) return;
    if (isMe) setAsked(role);
    else void give(role);
  };

  return (
    <>
      <SingleSelect
        size="S"
        aria-label={text('members.role.of', { name: member.name })}
        value={member.role satisfies Member['role']}
        disabled={isLoading}
        onChange={choose}
      >
        {GivenRole.options.map((role) => (
          <SingleSelectOption key={role} value={role}>
            {text(roleText(role))}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Dialog.Root open={asked !== null} onOpenChange={() => setAsked(null)}>
        <ConfirmDialog
          title={text('members.role.own.title')}
          onConfirm={() => {
            if (asked) void give(asked);
            setAsked(null);
          }}
        >
          {text('members.role.own.body', {
            role: asked ? text(roleText(asked)) : '',
            company: companyName,
          })}
        </ConfirmDialog>
      </Dialog.Root>
    </>
  );
};
