import type { Assignee } from '../../../contracts/inbox';

export interface AssigneeChoice extends Assignee {
  isMe: boolean;
}

/** Oneself first, then the colleagues by name. */
export const assigneeChoices = ({
  people,
  meId,
}: {
  people: readonly Assignee[];
  meId: string;
}): AssigneeChoice[] =>
  people
    .map((person) => ({ ...person, isMe: person.id === meId }))
    .sort((a, b) => Number(b.isMe) - Number(a.isMe) || a.name.localeCompare(b.name));
