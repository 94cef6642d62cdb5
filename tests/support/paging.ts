import type { z } from 'zod';
import { ChangePage, ConversationPage, MessagePage } from '../../src/plugins/whatsapp/contracts/inbox';
import type { Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody } from './api-client';
import type { ApiClient, Reply } from './api-client';

const MAX_PAGES = 1_000;

interface Walk<Schema extends z.ZodType> {
  schema: Schema;
  ask(cursor: string | null): Promise<Reply>;
  next(page: z.infer<Schema>): string | null;
  /** Happens after each page but the last. */
  between?: () => Promise<unknown>;
}

const walk = async <Schema extends z.ZodType>({
  schema,
  ask,
  next,
  between,
}: Walk<Schema>): Promise<z.infer<Schema>[]> => {
  const pages: z.infer<Schema>[] = [];
  for (let cursor: string | null = null; pages.length < MAX_PAGES; ) {
    const page = readBody(schema, await ask(cursor));
    pages.push(page);
    cursor = next(page);
    if (cursor === null) return pages;
    await between?.();
  }
  throw new Error('The pages never end');
};

const query = (parameters: Record<string, string | number | null>): string =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
  ).toString();

export const conversationPages = (
  api: ApiClient,
  { limit, between }: { limit: number; between?: () => Promise<unknown> },
): Promise<ConversationPage[]> =>
  walk({
    schema: ConversationPage,
    ask: (cursor) => api.get(`/whatsapp/conversations?${query({ limit, cursor })}`),
    next: ({ meta }) => meta.nextCursor,
    between,
  });

/** From the newest page backwards. */
export const messagePages = (
  api: ApiClient,
  conversationId: string,
  { limit, between }: { limit: number; between?: () => Promise<unknown> },
): Promise<MessagePage[]> =>
  walk({
    schema: MessagePage,
    ask: (before) =>
      api.get(`/whatsapp/conversations/${conversationId}/messages?${query({ limit, before })}`),
    next: ({ meta }) => meta.previousCursor,
    between,
  });

/** A whole chat in reading order. */
export const wholeChat = async (api: ApiClient, conversationId: string): Promise<Message[]> =>
  (await messagePages(api, conversationId, { limit: 100 })).reverse().flatMap(({ data }) => data);

export const allConversations = async (api: ApiClient): Promise<Conversation[]> =>
  (await conversationPages(api, { limit: 100 })).flatMap(({ data }) => data);

/** Everything that changed after a cursor, page by page. */
export const changePages = (
  api: ApiClient,
  { after, limit }: { after: number; limit: number },
): Promise<ChangePage[]> =>
  walk({
    schema: ChangePage,
    ask: (cursor) => api.get(`/whatsapp/changes?${query({ limit, after: cursor ?? after })}`),
    next: ({ meta }) => (meta.hasMore ? String(meta.cursor) : null),
  });

export const changeCursorOf = async (api: ApiClient): Promise<number> =>
  readBody(ConversationPage, await api.get('/whatsapp/conversations?limit=1')).meta.changeCursor;
