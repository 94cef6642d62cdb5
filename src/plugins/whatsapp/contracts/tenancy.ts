import { z } from 'zod';

export const MemberRole = z.enum(['owner', 'supervisor', 'agent']);
export type MemberRole = z.infer<typeof MemberRole>;

export const Tenant = z.object({ id: z.string(), name: z.string() });
export type Tenant = z.infer<typeof Tenant>;

/** POST /whatsapp/tenants, by the platform's super admin, who becomes nobody's member by it. */
export const CreateTenant = z.strictObject({
  name: z.string().trim().min(1, 'Give the company a name').max(120),
});
export type CreateTenant = z.infer<typeof CreateTenant>;

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: MemberRole,
  kind: z.enum(['admin', 'user']),
});
export type Member = z.infer<typeof Member>;

/** POST /whatsapp/tenants/:tenantId/members: `admin` is a person of the panel, `user` one of users-permissions. */
export const AddMember = z.strictObject({
  kind: z.enum(['admin', 'user']).default('admin'),
  email: z.email(),
  role: MemberRole.default('agent'),
});
export type AddMember = z.infer<typeof AddMember>;

/** GET /whatsapp/me: who is asking, and for which company. `tenant: null` = a member of none. */
export const Me = z.object({
  tenant: Tenant.nullable(),
  member: Member.nullable(),
  mayManageTenants: z.boolean(),
});
export type Me = z.infer<typeof Me>;
