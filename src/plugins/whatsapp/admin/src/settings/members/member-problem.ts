import type { Member } from '../../../../contracts/tenancy';
import type { Problem } from '../../api/problem';
import { explainProblem } from '../../parts/problem-text';
import type { Text } from '../../parts/useText';

/** Why a member cannot be changed or removed. An owner refused by conflict is the last one. */
export const memberProblem = (text: Text, problem: Problem, { role, name }: Member): string => {
  if (problem.kind === 'conflict' && role === 'owner') return text('members.last-owner', { name });
  const { reason, remedy } = explainProblem(text, problem);
  return [reason, remedy].filter(Boolean).join(' ');
};
