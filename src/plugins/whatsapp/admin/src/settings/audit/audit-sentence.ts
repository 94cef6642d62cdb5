import type { AuditAction, AuditEntry } from '../../../../contracts/audit';
import type { Text, TextId } from '../../parts/useText';

/** What each act is called in the filter. */
export const ACTION_TEXTS = {
  'company.created': 'audit.action.company.created',
  'company.renamed': 'audit.action.company.renamed',
  'member.added': 'audit.action.member.added',
  'member.role-changed': 'audit.action.member.role-changed',
  'member.removed': 'audit.action.member.removed',
  'role.changed': 'audit.action.role.changed',
  'channel.connected': 'audit.action.channel.connected',
  'channel.changed': 'audit.action.channel.changed',
  'token.created': 'audit.action.token.created',
  'token.revoked': 'audit.action.token.revoked',
  'platform.entered': 'audit.action.platform.entered',
  'platform.left': 'audit.action.platform.left',
  'data.exported': 'audit.action.data.exported',
  'inbound.read': 'audit.action.inbound.read',
  'inbound.replayed': 'audit.action.inbound.replayed',
  'inbound.dismissed': 'audit.action.inbound.dismissed',
} as const satisfies Record<AuditAction, TextId>;

const SENTENCES = {
  'company.created': 'audit.said.company.created',
  'company.renamed': 'audit.said.company.renamed',
  'member.added': 'audit.said.member.added',
  'member.role-changed': 'audit.said.member.role-changed',
  'member.removed': 'audit.said.member.removed',
  'role.changed': 'audit.said.role.changed',
  'channel.connected': 'audit.said.channel.connected',
  'channel.changed': 'audit.said.channel.changed',
  'token.created': 'audit.said.token.created',
  'token.revoked': 'audit.said.token.revoked',
  'platform.entered': 'audit.said.platform.entered',
  'platform.left': 'audit.said.platform.left',
  'data.exported': 'audit.said.data.exported',
  'inbound.read': 'audit.said.inbound.read',
  'inbound.replayed': 'audit.said.inbound.replayed',
  'inbound.dismissed': 'audit.said.inbound.dismissed',
} as const satisfies Record<AuditAction, TextId>;

const ACTORS = {
  member: null,
  platform: 'audit.actor.platform',
  system: 'audit.actor.system',
} as const satisfies Record<AuditEntry['actor']['kind'], TextId | null>;

/** Who acted: the name, and for somebody from outside of the company, what they are. */
export const actorOf = (text: Text, { kind, name }: AuditEntry['actor']): string => {
  const explained = ACTORS[kind];
  if (explained === null) return name;
  return kind === 'system' ? text('audit.actor.system') : text(explained, { name });
};

/** One line of the log as a sentence: who did what to whom. */
export const sentenceOf = (text: Text, { action, actor, subject }: AuditEntry): string =>
  text(SENTENCES[action], { actor: actorOf(text, actor), subject: subject?.name ?? '' });
