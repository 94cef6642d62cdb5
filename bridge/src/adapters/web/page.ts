import type { EvaluateFunc } from 'puppeteer';
import type { Client } from 'whatsapp-web.js';
import { z } from 'zod';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { within } from '../../kit/within';
import type { LineState, Probe } from './engine';
import * as scripts from './page-scripts';

const gone = (): WhatsAppError =>
  new WhatsAppError('unreachable', "WhatsApp's page does not answer at the moment");

const LINES: Record<string, LineState> = {
  OPENING: 'opening',
  UNLAUNCHED: 'opening',
  UNPAIRED: 'unpaired',
  UNPAIRED_IDLE: 'code-expired',
  PAIRING: 'pairing',
  CONNECTED: 'connected',
  TIMEOUT: 'interrupted',
  CONFLICT: 'conflict',
};

/** WhatsApp's word for the state of its connection, in ours. What we do not know refuses to work. */
export const lineOf = (word: string): LineState =>
  (Object.hasOwn(LINES, word) ? LINES[word] : undefined) ?? 'refused';

const ProbeAnswer = z.object({
  word: z.string(),
  isSynced: z.boolean(),
  isListening: z.boolean(),
  hasHook: z.boolean(),
});
const ChatList = z.array(z.object({ id: z.string(), t: z.number(), unreadCount: z.number() }));
export type ListedChat = z.infer<typeof ChatList>[number];

/** Which of a chat's messages. */
export interface ChatSlice {
  limit: number;
  atLeast: number;
  sinceSeconds: number;
}

/** By this name the page reaches `onTyping`: see `hearTyping` in the page's scripts. */
const TYPING_HOOK = 'whatsappInboxTyping';

const PROBE_MS = 3_000;
const QUICK_MS = 10_000;
const SLOW_MS = 45_000;

/**
 * Calls into WhatsApp's page, each with its own limit of time: a page that has crashed or is stuck leaves every question
 * open for ever. Fails with `unreachable` then, and with the page's own error when the page refuses.
 */
export const createPage = (client: () => Client | undefined) => {
  const ask = async <Args extends unknown[]>(
    withinMs: number,
    script: EvaluateFunc<Args>,
    ...args: Args
  ): Promise<unknown> => {
    const page = client()?.pupPage;
    if (!page || page.isClosed()) throw gone();
    return within<unknown>(page.evaluate(script, ...args), withinMs, gone);
  };

  let hasHook = false;

  return {
    /** From now on, also after the page has loaded itself anew and this is called again. */
    async hearTyping(onTyping: (chatId: unknown, state: unknown) => void): Promise<void> {
      const page = client()?.pupPage;
      if (!page || page.isClosed()) throw gone();
      if (!hasHook) await page.exposeFunction(TYPING_HOOK, onTyping);
      hasHook = true;
      await ask(QUICK_MS, scripts.hearTyping);
    },
    async probe(): Promise<Probe> {
      const { word, hasHook, ...rest } = ProbeAnswer.parse(await ask(PROBE_MS, scripts.probePage));
      const line = lineOf(word);
      const canBeKicked = line === 'connected' && rest.isSynced && hasHook && !rest.isListening;
      return { ...rest, line, word, canBeKicked };
    },
    kick: () => ask(QUICK_MS, scripts.kickPage),
    refreshCode: () => ask(QUICK_MS, scripts.refreshCode),
    leave: () => ask(QUICK_MS, scripts.leavePage),
    listChats: async (): Promise<ListedChat[]> => ChatList.parse(await ask(SLOW_MS, scripts.listChats)),
    readChat: async (chatId: string, { limit, atLeast, sinceSeconds }: ChatSlice): Promise<unknown[]> =>
      z.array(z.unknown()).parse(await ask(SLOW_MS, scripts.readChat, chatId, limit, atLeast, sinceSeconds)),
    findMessages: async (ids: string[]): Promise<unknown[]> =>
      z.array(z.unknown()).parse(await ask(SLOW_MS, scripts.findMessages, ids)),
    openFile: (id: string, token: string, maxBytes: number) =>
      ask(SLOW_MS, scripts.openFile, id, token, maxBytes),
    readFilePiece: async (token: string, from: number, length: number): Promise<string> =>
      z.string().parse(await ask(QUICK_MS, scripts.readFilePiece, token, from, length)),
    closeFile: (token: string) => ask(QUICK_MS, scripts.closeFile, token),
  };
};
export type WhatsAppPage = ReturnType<typeof createPage>;
