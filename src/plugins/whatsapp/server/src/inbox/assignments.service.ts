import type { Assignee, AssignConversation, Conversation } from '../../../contracts/inbox';
import { RIGHTS_OF_ROLE } from '../../../contracts/rights';
import { WhatsAppError } from '../../../contracts/errors';
import { getService } from '../get-service';
import type { StrapiContext } from '../kit/context';
import { isDocumentId } from '../kit/ids';
import {
  assign,
  changeTenant,
  connectionOf,
  findActiveMember,
  findConversationById,
  listMembers,
  type Connection,
  type MemberRow,
} from '../store';
import { accessConversation, stillSeen, type ActingMember } from '../tenancy';

/** People of the company who can answer. Visitors go again, and a token is nobody who could take care. */
const canTakeCare = ({ role, kind }: MemberRow): boolean =>
  role !== 'visitor' && kind !== 'token' && RIGHTS_OF_ROLE[role].includes('read');

/** Absent, foreign, removed, a visitor: the same answer, so that an id tells nothing. */
const assigneeOf = async (connection: Connection, tenantId: number, id: string): Promise<MemberRow> => {
  const found = isDocumentId(id) ? await findActiveMember(connection, { tenantId, documentId: id }) : null;
  if (found && canTakeCare(found)) return found;
  throw new WhatsAppError('invalid', 'The conversation cannot be given to this member', {
    fields: [{ path: 'memberId', message: 'Nobody who can take care of a conversation has this id' }],
  });
};

/** Who takes care of a conversation. */
export const assignments = ({ strapi }: StrapiContext) => ({
  assignees: async ({ tenantId }: ActingMember): Promise<Assignee[]> =>
    (await listMembers(connectionOf(strapi), tenantId))
      .filter(canTakeCare)
      .map(({ documentId, name }) => ({ id: documentId, name })),

  /** Gives the conversation to a member, or to nobody. Twice the same is once. */
  async assign(
    member: ActingMember,
    conversationId: string,
    { memberId }: AssignConversation,
  ): Promise<Conversation> {
    const { id } = await accessConversation(strapi, member, conversationId);
    await changeTenant(strapi, member.tenantId, 0, async (work) => {
      const conversation = stillSeen(member, await findConversationById(work.trx, id), 'Conversation');
      const assignee = memberId === null ? null : await assigneeOf(work.trx, member.tenantId, memberId);
      const assigneeId = assignee?.id ?? null;
      if (assigneeId !== conversation.assigneeId) await assign(work, { ...conversation, assigneeId });
    });
    return getService(strapi, 'inbox').conversation(member, conversationId);
  },
});
