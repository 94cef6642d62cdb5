import type { Me } from '../../../contracts/tenancy';

/** What decides which rows a person sees: whose eyes, and whether these see only what is assigned to them. */
export interface Scope {
  memberId: string;
  seesAll: boolean;
}

export const scopeOf = ({ member, rights }: Me): Scope | null =>
  member ? { memberId: member.id, seesAll: rights.includes('readAll') } : null;

export const isSameScope = (a: Scope | null, b: Scope | null): boolean =>
  a?.memberId === b?.memberId && a?.seesAll === b?.seesAll;

/** For whose eyes this tab is drawn. Everything in its caches belongs to this scope and to no other. */
const createPresentScope = () => {
  let scope: Scope | null = null;
  return {
    is: (other: Scope | null): boolean => isSameScope(scope, other),
    become: (next: Scope | null): void => {
      scope = next;
    },
    memberId: (): string | null => scope?.memberId ?? null,
  };
};

export const presentScope = createPresentScope();
