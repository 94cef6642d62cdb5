import { z } from 'zod';

/** What a person may be given. */
export const GivenRole = z.enum(['owner', 'supervisor', 'agent']);
export type GivenRole = z.infer<typeof GivenRole>;

/** `visitor`: somebody of the platform who entered, for a limited time (see `EnterTenant`). */
export const MemberRole = z.enum([...GivenRole.options, 'visitor']);
export type MemberRole = z.infer<typeof MemberRole>;

/**
 * What a person may be allowed to do, and the name of each as a Strapi RBAC action (`plugin::whatsapp.<name>`), under
 * which it shows in Settings → Roles.
 */
export const RIGHTS = {
  read: 'conversations.read',
  /** Without it only the conversations that are assigned to the member. */
  readAll: 'conversations.read-all',
  send: 'messages.send',
  contacts: 'contacts.manage',
  templates: 'templates.manage',
  channels: 'channels.manage',
  members: 'members.manage',
  reports: 'reports.read',
  audit: 'audit.read',
} as const;
export type Right = keyof typeof RIGHTS;

/** Strapi's id of the action behind a right. */
export const actionOf = (right: Right): string => `plugin::whatsapp.${RIGHTS[right]}`;

const AGENT = ['read', 'readAll', 'send', 'contacts'] as const;
const SUPERVISOR = [...AGENT, 'templates', 'reports'] as const;

/**
 * The most that a role may do within its company. A person of the panel needs the RBAC action of their Strapi role as
 * well: owner of one company and agent of another with the same Strapi role is two different sets of rights.
 */
export const RIGHTS_OF_ROLE: Record<MemberRole, readonly Right[]> = {
  owner: [...SUPERVISOR, 'channels', 'members', 'audit'],
  supervisor: SUPERVISOR,
  agent: AGENT,
  // The platform's own people, for a limited time: they look, and change nothing.
  visitor: ['read', 'readAll', 'reports'],
};
