import { MemberRole } from '../../../../contracts/rights';
import type { AuditEntry } from '../../../../contracts/audit';
import { MemberKind, TokenAccess } from '../../../../contracts/tenancy';
import { QuarantineReason } from '../../../../contracts/quarantine';
import { roleText } from '../../parts/role-text';
import type { Text, TextId } from '../../parts/useText';
import { REASON_TEXTS } from '../quarantine/reason-text';

export interface Detail {
  label: string;
  value: string;
}

const LABELS: Record<string, TextId> = {
  role: 'members.role',
  kind: 'members.kind',
  email: 'members.email',
  from: 'audit.detail.from',
  to: 'audit.detail.to',
  access: 'tokens.access',
  days: 'tokens.lifespan',
  reason: 'audit.detail.reason',
  minutes: 'audit.detail.minutes',
  until: 'audit.detail.until',
  count: 'audit.detail.count',
  why: 'audit.detail.why',
};

const KINDS = {
  admin: 'members.kind.admin',
  user: 'members.kind.user',
  token: 'members.kind.token',
} as const satisfies Record<MemberKind, TextId>;

const ACCESSES = {
  read: 'tokens.access.read',
  write: 'tokens.access.write',
} as const satisfies Record<TokenAccess, TextId>;

const roleNamed = (text: Text, value: string): string => {
  const role = MemberRole.safeParse(value);
  return role.success ? text(roleText(role.data)) : value;
};

/** A fact in the reader's language, where it is one of a closed list; else the words that were written down. */
const valueOf = (text: Text, moment: (at: Date) => string, key: string, value: string): string => {
  switch (key) {
    case 'role':
    case 'from':
    case 'to':
      return roleNamed(text, value);
    case 'kind': {
      const kind = MemberKind.safeParse(value);
      return kind.success ? text(KINDS[kind.data]) : value;
    }
    case 'access': {
      const access = TokenAccess.safeParse(value);
      return access.success ? text(ACCESSES[access.data]) : value;
    }
    case 'days':
      return /^\d+$/.test(value)
        ? text('tokens.lifespan.days', { days: Number(value) })
        : text('tokens.lifespan.unlimited');
    case 'why': {
      const why = QuarantineReason.safeParse(value);
      return why.success ? text(REASON_TEXTS[why.data].reason) : value;
    }
    case 'until': {
      const at = new Date(value);
      return Number.isNaN(at.getTime()) ? value : moment(at);
    }
    default:
      return value;
  }
};

/** The facts of a line, worded. A fact of a kind that is new here keeps the name that it was written down with. */
export const detailsOf = (
  text: Text,
  moment: (at: Date) => string,
  { details }: Pick<AuditEntry, 'details'>,
): Detail[] =>
  Object.entries(details).map(([key, value]) => {
    const label = LABELS[key];
    return { label: label ? text(label) : key, value: valueOf(text, moment, key, value) };
  });
