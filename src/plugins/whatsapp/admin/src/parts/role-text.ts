import type { MemberRole, Right } from '../../../contracts/rights';
import type { TextId } from './useText';

const ROLES = {
  owner: 'role.owner',
  supervisor: 'role.supervisor',
  agent: 'role.agent',
  visitor: 'role.visitor',
} as const satisfies Record<MemberRole, TextId>;

/** The name of a role in a company. */
export const roleText = (role: MemberRole): TextId => ROLES[role];

const RIGHT_NAMES = {
  read: 'right.read',
  readAll: 'right.read-all',
  send: 'right.send',
  contacts: 'right.contacts',
  templates: 'right.templates',
  channels: 'right.channels',
  members: 'right.members',
  reports: 'right.reports',
  audit: 'right.audit',
} as const satisfies Record<Right, TextId>;

/** A right by the name under which it stands in Settings → Roles, which Strapi shows in English in every language. */
export const rightText = (right: Right): TextId => RIGHT_NAMES[right];
