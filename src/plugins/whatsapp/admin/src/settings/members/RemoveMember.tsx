import { useState } from 'react';
import { Dialog, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import type { Member } from '../../../../contracts/tenancy';
import { useRemoveWhatsAppMemberMutation, type MembersOf } from '../../api/members';
import { problemOf } from '../../api/problem';
import { useText } from '../../parts/useText';
import { memberProblem } from './member-problem';

export interface MemberActionProps {
  member: Member;
  of: MembersOf;
  companyName: string;
  isMe: boolean;
}

/** Ends a membership, after saying what that means. */
export const RemoveMember = ({ member, of, companyName, isMe }: MemberActionProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [isAsking, setIsAsking] = useState(false);
  const [remove, { isLoading }] = useRemoveWhatsAppMemberMutation();

  const handleRemove = async () => {
    setIsAsking(false);
    const answer = await remove({ ...of, memberId: member.id });
    toggleNotification(
      'error' in answer
        ? { type: 'danger', message: memberProblem(text, problemOf(answer.error), member) }
        : { type: 'success', message: text('members.removed', { name: member.name }) },
    );
  };

  return (
    <Dialog.Root open={isAsking} onOpenChange={setIsAsking}>
      <IconButton
        variant="ghost"
        label={text('members.remove.of', { name: member.name })}
        disabled={isLoading}
        onClick={() => setIsAsking(true)}
      >
        <Trash />
      </IconButton>
      <ConfirmDialog
        title={text(isMe ? 'members.remove.own.title' : 'members.remove.title', {
          name: member.name,
          company: companyName,
        })}
        variant="danger-light"
        onConfirm={handleRemove}
      >
        {text('members.remove.body', { company: companyName })}
      </ConfirmDialog>
    </Dialog.Root>
  );
};
