import { Dialog } from '@strapi/design-system';
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
export const RemoveMember = ({
  member,
  of,
  companyName,
  isMe,
  onClose,
}: MemberActionProps & { onClose: () => void }) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [remove] = useRemoveWhatsAppMemberMutation();

  const handleRemove = async () => {
    onClose();
    const answer = await remove({ ...of, memberId: member.id });
    toggleNotification(
      'error' in answer
        ? { type: 'danger', message: memberProblem(text, problemOf(answer.error), member) }
        : { type: 'success', message: text('members.removed', { name: member.name }) },
    );
  };

  return (
    <Dialog.Root open onOpenChange={onClose}>
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
