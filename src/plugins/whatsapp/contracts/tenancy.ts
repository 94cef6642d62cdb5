import { z } from 'zod';
import { GivenRole, MemberRole, RIGHTS, type Right } from './rights';

/** `admin`: a person of the panel · `user`: one of users-permissions · `token`: an API token of the content API. */
export const MemberKind = z.enum(['admin', 'user', 'token']);
export type MemberKind = z.infer<typeof MemberKind>;

export const Tenant = z.object({ id: z.string(), name: z.string() });
export type Tenant = z.infer<typeof Tenant>;

const companyName = z.string().trim().min(1, 'Give the company a name').max(120);

/** POST /whatsapp/tenants, by the platform's super admin, who becomes nobody's member by it. */
export const CreateTenant = z.strictObject({ name: companyName });
export type CreateTenant = z.infer<typeof CreateTenant>;

/** PUT /whatsapp/tenants/:tenantId, by the platform's super admin. */
export const UpdateTenant = z.strictObject({ name: companyName });
export type UpdateTenant = z.infer<typeof UpdateTenant>;

/**
 * DELETE /whatsapp/tenants/:tenantId?name=…, by the platform's super admin: `name` must be the company's own. In the query,
 * because neither the panel's client nor the server's parser knows a body of DELETE. → 204
 */
export const DeleteTenant = z.strictObject({ name: z.string() });
export type DeleteTenant = z.infer<typeof DeleteTenant>;

const RightName = z.enum(Object.keys(RIGHTS) as [Right]);

export const Member = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: MemberRole,
  kind: MemberKind,
  /** Rights of the role that the person's Strapi role withholds: until somebody gives them there, they do not work. */
  lacks: z.array(RightName),
  /** When a visit or a token ends by itself. */
  expiresAt: z.iso.datetime().nullable(),
});
export type Member = z.infer<typeof Member>;

/**
 * POST /whatsapp/members, by a member with the right `members`, and POST /whatsapp/tenants/:tenantId/members, by the
 * platform's super admin. → 201 Member
 */
export const AddMember = z.strictObject({
  kind: z.enum(['admin', 'user']).default('admin'),
  email: z.email(),
  role: GivenRole.default('agent'),
});
export type AddMember = z.infer<typeof AddMember>;

/** PUT /whatsapp/members/:memberId, or …/tenants/:tenantId/members/:memberId. The last owner stays one (`conflict`). */
export const UpdateMember = z.strictObject({ role: GivenRole });
export type UpdateMember = z.infer<typeof UpdateMember>;

/**
 * With it a screen says for whose eyes it was drawn: the `member.id` of the `me` that it knows. It chooses nothing (the
 * company comes from the credential alone): where it is another than the present one, the answer is `conflict`, so that a
 * tab left open in one company neither shows nor changes the rows of the company that was chosen in another tab.
 */
export const PRESENT_MEMBER_HEADER = 'X-WhatsApp-Member';

/** GET /whatsapp/me: who is asking, and for which company. `tenant: null` = a member of none. */
export const Me = z.object({
  tenant: Tenant.nullable(),
  member: Member.nullable(),
  /** What the caller may do in this company: the role's rights that the Strapi role allows, too. */
  rights: z.array(RightName),
  /** Every company of this person, the present one included: the switcher. */
  companies: z.array(z.object({ tenant: Tenant, role: MemberRole })),
  mayManageTenants: z.boolean(),
  /** Whether the platform's people may enter a company's conversations at all (`platformEntry` of the configuration). */
  mayEnterTenants: z.boolean(),
});
export type Me = z.infer<typeof Me>;

/** PUT /whatsapp/me/company: from now on the caller works for this one of their companies. → 200 Me, else `not-found` */
export const SwitchCompany = z.strictObject({ tenantId: z.string() });
export type SwitchCompany = z.infer<typeof SwitchCompany>;

/**
 * POST /whatsapp/tenants/:tenantId/visit, by the platform's super admin: enters a company's conversations, for `minutes`,
 * read-only, written into that company's audit log with the reason. Off unless the configuration says `platformEntry`
 * (`forbidden`). → 201 Me. DELETE /whatsapp/me/visit leaves. → 200 Me
 */
export const EnterTenant = z.strictObject({
  reason: z.string().trim().min(3, 'Say why').max(500),
  minutes: z.number().int().min(5).max(480).default(60),
});
export type EnterTenant = z.infer<typeof EnterTenant>;

export const TokenAccess = z.enum(['read', 'write']);
export type TokenAccess = z.infer<typeof TokenAccess>;

/** An API token of Strapi's content API that is bound to the company. GET /whatsapp/api-tokens → ApiToken[] */
export const ApiToken = z.object({
  id: z.string(),
  name: z.string(),
  access: TokenAccess,
  expiresAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type ApiToken = z.infer<typeof ApiToken>;

/** POST /whatsapp/api-tokens → 201 IssuedApiToken; DELETE /whatsapp/api-tokens/:tokenId → 204. Right: `members`. */
export const CreateApiToken = z.strictObject({
  name: z.string().trim().min(1, 'Give the token a name').max(80),
  access: TokenAccess.default('read'),
  /** As Strapi offers them; null = for ever. */
  lifespanDays: z.union([z.literal(7), z.literal(30), z.literal(90), z.null()]).default(90),
});
export type CreateApiToken = z.infer<typeof CreateApiToken>;

/** The key is shown this once. */
export const IssuedApiToken = z.object({ token: ApiToken, accessKey: z.string() });
export type IssuedApiToken = z.infer<typeof IssuedApiToken>;
