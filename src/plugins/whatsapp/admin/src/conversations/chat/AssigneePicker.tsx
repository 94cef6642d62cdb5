import { useState } from 'react';
import { Flex, Menu, Typography } from '@strapi/design-system';
import { Check, User } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import type { Assignee, Conversation } from '../../../../contracts/inbox';
import { useAssignWhatsAppConversationMutation, useGetWhatsAppAssigneesQuery } from '../../api/conversations';
import { problemOf } from '../../api/problem';
import { useCompany, useRight } from '../../company/CompanyContext';
import { explainProblem } from '../../parts/problem-text';
import { useText } from '../../parts/useText';
import { assigneeChoices } from '../assignee-choices';
import { Initials } from '../list/Avatar';

const Trigger = styled(Menu.Trigger)`
  max-width: 22rem;
  min-width: 0;

  > span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
`;

const Choice = styled(Typography)`
  display: block;
  min-width: 12rem;
  max-width: 26rem;
  overflow: hidden;
  text-overflow: ellipsis;
`;

/** As wide as a colleague's picture, so that all names begin below each other. */
const NobodysPlace = () => (
  <Flex width="2rem" justifyContent="center">
    <User aria-hidden />
  </Flex>
);

const Picture = ({ assignee }: { assignee: Assignee | null }) =>
  assignee ? <Initials id={assignee.id} name={assignee.name} /> : <User aria-hidden />;

/** Asked for when somebody opens the menu: who works here changes seldom, and most look only. */
const Choices = ({
  assignee,
  onChoose,
}: {
  assignee: Assignee | null;
  onChoose: (id: string | null) => void;
}) => {
  const text = useText();
  const { member } = useCompany();
  const { data: people, isError } = useGetWhatsAppAssigneesQuery();
  const choices = assigneeChoices({ people: people ?? [], meId: member.id });

  return (
    <>
      <Menu.Item
        startIcon={<NobodysPlace />}
        endIcon={assignee ? undefined : <Check aria-hidden />}
        onSelect={() => onChoose(null)}
      >
        <Choice>{text('assignee.nobody')}</Choice>
      </Menu.Item>
      {choices.map((person) => (
        <Menu.Item
          key={person.id}
          startIcon={<Initials id={person.id} name={person.name} />}
          endIcon={person.id === assignee?.id ? <Check aria-hidden /> : undefined}
          onSelect={() => onChoose(person.id)}
        >
          <Choice>{person.isMe ? text('assignee.me', { name: person.name }) : person.name}</Choice>
        </Menu.Item>
      ))}
      {people ? null : <Menu.Label>{text(isError ? 'assignee.error' : 'settings.loading')}</Menu.Label>}
    </>
  );
};

/** Who takes care of the chat. Whoever sees only their own may not give it away: they see the name. */
export const AssigneePicker = ({ conversation: { id, assignee } }: { conversation: Conversation }) => {
  const text = useText();
  const { member } = useCompany();
  const mayAssign = useRight('readAll') && member.role !== 'visitor';
  const { toggleNotification } = useNotification();
  const [isOpen, setIsOpen] = useState(false);
  const [assign, { isLoading }] = useAssignWhatsAppConversationMutation();
  const name = assignee?.name ?? text('assignee.nobody');

  if (!mayAssign) {
    return assignee ? (
      <Flex gap={2} title={text('assignee.of-row', { name })} minWidth={0}>
        <Picture assignee={assignee} />
        <Typography variant="pi" textColor="neutral600" ellipsis>
          {name}
        </Typography>
      </Flex>
    ) : null;
  }

  const choose = async (memberId: string | null) => {
    if (memberId === (assignee?.id ?? null)) return;
    const answer = await assign({ conversationId: id, memberId });
    if (!('error' in answer)) return;
    const { reason } = explainProblem(text, problemOf(answer.error));
    toggleNotification({ type: 'danger', message: reason });
  };

  return (
    <Menu.Root open={isOpen} onOpenChange={setIsOpen}>
      <Trigger
        variant="tertiary"
        size="S"
        startIcon={<Picture assignee={assignee} />}
        disabled={isLoading}
        aria-label={text('assignee.label', { name })}
      >
        {name}
      </Trigger>
      <Menu.Content popoverPlacement="bottom-end">
        {isOpen ? <Choices assignee={assignee} onChoose={(memberId) => void choose(memberId)} /> : null}
      </Menu.Content>
    </Menu.Root>
  );
};
