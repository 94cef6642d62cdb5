import { useState } from 'react';
import { Field, TextInput } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { GivenRole } from '../../../../contracts/rights';
import { AddMember } from '../../../../contracts/tenancy';
import { useAddWhatsAppMemberMutation, type MembersOf } from '../../api/members';
import { problemOf } from '../../api/problem';
import { roleText } from '../../parts/role-text';
import { useText, type TextId } from '../../parts/useText';
import { FormDialog } from '../FormDialog';
import { RadioCards } from '../RadioCards';

const EXPLANATIONS = {
  owner: 'role.owner.hint',
  supervisor: 'role.supervisor.hint',
  agent: 'role.agent.hint',
} as const satisfies Record<GivenRole, TextId>;

interface AddMemberDialogProps {
  of: MembersOf;
  companyName: string;
  firstRole?: GivenRole;
  onClose: () => void;
}

/** Adds somebody who can log in already, by e-mail address. */
export const AddMemberDialog = ({ of, companyName, firstRole = 'agent', onClose }: AddMemberDialogProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [add, { isLoading, error, reset }] = useAddWhatsAppMemberMutation();
  const [email, setEmail] = useState('');
  const [kind, setKind] = useState<AddMember['kind']>('admin');
  const [role, setRole] = useState<GivenRole>(firstRole);
  const [isWrong, setIsWrong] = useState(false);

  const problem = error ? problemOf(error) : null;
  const isUnknown = problem?.fields.some(({ path }) => path === 'email') ?? false;
  const isThere = problem?.kind === 'conflict';
  const fault = isWrong
    ? text('members.add.email.wrong')
    : isUnknown
      ? text('members.add.email.unknown')
      : isThere
        ? text('members.add.email.there', { company: companyName })
        : undefined;

  const handleSubmit = async () => {
    const member = AddMember.safeParse({ kind, email: email.trim(), role });
    setIsWrong(!member.success);
    if (!member.success) return;
    const answer = await add({ ...of, member: member.data });
    if ('error' in answer) return;
    toggleNotification({
      type: 'success',
      message: text('members.added', { name: answer.data.name, company: companyName }),
    });
    onClose();
  };

  return (
    <FormDialog
      title={text('members.add.title', { company: companyName })}
      action={text('members.add')}
      isBusy={isLoading}
      error={isUnknown || isThere ? null : error}
      onSubmit={() => void handleSubmit()}
      onClose={onClose}
    >
      <Field.Root name="email" required error={fault} hint={text('members.add.email.hint')}>
        <Field.Label>{text('members.email')}</Field.Label>
        <TextInput
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
            setIsWrong(false);
            if (error) reset();
          }}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
      <RadioCards
        label={text('members.add.kind')}
        value={kind}
        onChange={(value) => setKind(value === 'user' ? 'user' : 'admin')}
        choices={[
          { value: 'admin', title: text('members.kind.admin'), hint: text('members.kind.admin.hint') },
          { value: 'user', title: text('members.kind.user'), hint: text('members.kind.user.hint') },
        ]}
      />
      <RadioCards
        label={text('members.role')}
        value={role}
        onChange={(value) => setRole(GivenRole.parse(value))}
        choices={GivenRole.options.map((option) => ({
          value: option,
          title: text(roleText(option)),
          hint: text(EXPLANATIONS[option]),
        }))}
      />
    </FormDialog>
  );
};
