import { z } from 'zod';
import { MemberKind } from './tenancy';

const RowId = z.number().int();

/**
 * What one process of the product tells the others. All of it are hints: whoever missed one finds the same in the
 * database by itself, only later. But for who is typing, which nobody misses a moment later.
 */
export const News = z.discriminatedUnion('type', [
  /** Companies' changes were committed, up to these numbers. */
  z.object({
    type: z.literal('changed'),
    cursors: z.array(z.object({ tenantId: RowId, cursor: RowId })),
  }),
  z.object({ type: z.literal('channel-changed'), channelId: z.string() }),
  z.object({
    type: z.literal('member-changed'),
    memberId: RowId,
    kind: MemberKind,
    credentialId: RowId.nullable(),
  }),
  z.object({
    type: z.literal('typing'),
    tenantId: RowId,
    conversationId: z.string(),
    assigneeId: RowId.nullable(),
    isTyping: z.boolean(),
  }),
  /** Somebody may have lost a right, or may be gone. */
  z.object({ type: z.literal('rights-changed') }),
  z.object({ type: z.literal('logged-out'), adminUserId: RowId }),
]);
export type News = z.infer<typeof News>;

/** How news travel. Without any it is a heartbeat: its sender finds out whether letters arrive. */
export const Letter = z.object({ from: z.string(), news: News.nullable() });
export type Letter = z.infer<typeof Letter>;
