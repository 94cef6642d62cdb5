import { z } from 'zod';
import { Member, type AddMember, type UpdateMember } from '../../../contracts/tenancy';
import { companyRequest, nothing, parsedData, whatsappApi } from './api';

/** Whose members: the own company's, or, for the platform, a named one's. */
export type MembersOf = { tenantId: string | null };

const pathOf = ({ tenantId }: MembersOf, memberId?: string): string => {
  const list =
    tenantId === null ? '/whatsapp/members' : `/whatsapp/tenants/${encodeURIComponent(tenantId)}/members`;
  return memberId ? `${list}/${encodeURIComponent(memberId)}` : list;
};

/** Only what is asked of the own company says for whose eyes. */
const request = (of: MembersOf, method: 'GET' | 'POST' | 'PUT' | 'DELETE', more: RequestMore = {}) => {
  const { memberId, data } = more;
  const plain = { url: pathOf(of, memberId), method, ...(data ? { data } : {}) };
  return of.tenantId === null ? companyRequest(plain) : plain;
};
interface RequestMore {
  memberId?: string;
  data?: unknown;
}

/** A change of members may change oneself, and whom conversations can be given to. */
const CHANGES = ['WhatsAppMember', 'WhatsAppAssignee', 'WhatsAppMe'] as const;

export const membersApi = whatsappApi.injectEndpoints({
  endpoints: (build) => ({
    getWhatsAppMembers: build.query<Member[], void>({
      query: () => request({ tenantId: null }, 'GET'),
      transformResponse: parsedData(z.array(Member)),
      providesTags: ['WhatsAppMember'],
    }),
    /** The same for the platform's super admin. */
    getWhatsAppTenantMembers: build.query<Member[], string>({
      query: (tenantId) => request({ tenantId }, 'GET'),
      transformResponse: parsedData(z.array(Member)),
      providesTags: ['WhatsAppMember'],
    }),
    addWhatsAppMember: build.mutation<Member, MembersOf & { member: AddMember }>({
      query: ({ member, ...of }) => request(of, 'POST', { data: member }),
      transformResponse: parsedData(Member),
      invalidatesTags: (member) => (member ? CHANGES : []),
    }),
    updateWhatsAppMember: build.mutation<Member, MembersOf & { memberId: string; changes: UpdateMember }>({
      query: ({ memberId, changes, ...of }) => request(of, 'PUT', { memberId, data: changes }),
      transformResponse: parsedData(Member),
      invalidatesTags: (member) => (member ? CHANGES : []),
    }),
    removeWhatsAppMember: build.mutation<null, MembersOf & { memberId: string }>({
      query: ({ memberId, ...of }) => request(of, 'DELETE', { memberId }),
      transformResponse: nothing,
      invalidatesTags: (_answer, error) => (error ? [] : CHANGES),
    }),
  }),
});

export const {
  useGetWhatsAppMembersQuery,
  useGetWhatsAppTenantMembersQuery,
  useAddWhatsAppMemberMutation,
  useUpdateWhatsAppMemberMutation,
  useRemoveWhatsAppMemberMutation,
} = membersApi;
