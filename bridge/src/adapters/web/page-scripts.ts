/**
 * What runs inside WhatsApp's page. Each function is sent there as text: it sees nothing of this file but its own lines,
 * and what it gives back is parsed before anybody believes it.
 */

interface PageModel {
  id: { _serialized: string };
  [field: string]: unknown;
}
interface PageMessage extends PageModel {
  t?: number;
  ack?: number;
  type?: string;
  size?: number;
  mimetype?: string;
  filename?: string;
  isNotification?: boolean;
  mediaData?: { mediaStage: string };
  downloadMedia(options: object): Promise<void>;
}
interface PageChat extends PageModel {
  t?: number;
  unreadCount?: number;
  msgs: { getModelsArray(): PageMessage[] };
}
interface PageModules {
  WAWebSocketModel: { Socket: { state?: string; hasSynced?: boolean; logout(): Promise<void> } };
  WAWebCmd: { Cmd: { refreshQR(): void } };
  WAWebCollections: {
    Msg: {
      get(id: string): PageMessage | undefined;
      getMessagesById(ids: string[]): Promise<{ messages?: PageMessage[] } | undefined>;
    };
    Chat: { getModelsArray(): PageChat[] };
  };
  WAWebPresenceCollection: {
    PresenceCollection: {
      on(event: string, listener: (chatstate: { type?: string }) => void): void;
      getModelsArray(): { id: { _serialized: string }; chatstate?: { type?: string } }[];
    };
  };
  WAWebChatLoadMessages: { loadEarlierMsgs(of: { chat: PageChat }): Promise<PageMessage[] | undefined> };
  WAWebDownloadManager: {
    downloadManager: { downloadAndMaybeDecrypt(options: object): Promise<ArrayBuffer> };
  };
}
/** The page's own world, with what the library has put into it. */
interface Page {
  require<Name extends keyof PageModules>(name: Name): PageModules[Name];
  onAppStateHasSyncedEvent?(): void;
  WWebJS?: {
    getChat(id: string, options: { getAsModel: false }): Promise<PageChat | undefined>;
    getMessageModel(message: PageMessage): unknown;
  };
  whatsappInboxFiles?: Map<string, Uint8Array>;
  whatsappInboxHearsTyping?: boolean;
  whatsappInboxTyping?(chatId: string, state: string): void;
  btoa(binary: string): string;
}

export const probePage = () => {
  const page = globalThis as unknown as Page;
  const { state, hasSynced } = page.require('WAWebSocketModel').Socket;
  return {
    word: String(state),
    isSynced: hasSynced === true,
    isListening: page.WWebJS !== undefined,
    hasHook: typeof page.onAppStateHasSyncedEvent === 'function',
  };
};

export const kickPage = (): void => {
  (globalThis as unknown as Page).onAppStateHasSyncedEvent?.();
};

export const refreshCode = (): void => {
  (globalThis as unknown as Page).require('WAWebCmd').Cmd.refreshQR();
};

export const leavePage = (): Promise<void> =>
  (globalThis as unknown as Page).require('WAWebSocketModel').Socket.logout();

/**
 * Tells of everybody who begins or ends to write, as far as WhatsApp tells it by itself: asking for the presence of all people,
 * as others do, looks like a machine. May be called again: a page that listens goes on.
 */
export const hearTyping = (): void => {
  const page = globalThis as unknown as Page;
  if (page.whatsappInboxHearsTyping) return;
  const { PresenceCollection } = page.require('WAWebPresenceCollection');
  page.whatsappInboxHearsTyping = true;
  PresenceCollection.on('change:chatstate.type', (chatstate) => {
    const whose = PresenceCollection.getModelsArray().find((presence) => presence.chatstate === chatstate);
    if (whose) page.whatsappInboxTyping?.(whose.id._serialized, String(chatstate.type));
  });
};

/** The chats, newest first. The library's own list would serialize every message of each. */
export const listChats = () => {
  const page = globalThis as unknown as Page;
  return page
    .require('WAWebCollections')
    .Chat.getModelsArray()
    .map((chat) => ({ id: chat.id._serialized, t: chat.t ?? 0, unreadCount: chat.unreadCount ?? 0 }))
    .sort((a, b) => b.t - a.t);
};

/**
 * The last messages of a chat, oldest first. What the page does not hold is asked for, until there are `atLeast` and none
 * since `since` can be missing, or `limit`.
 */
export const readChat = async (
  chatId: string,
  limit: number,
  atLeast: number,
  since: number,
): Promise<unknown[]> => {
  const page = globalThis as unknown as Page;
  const chat = await page.WWebJS?.getChat(chatId, { getAsModel: false });
  if (!chat) return [];
  const found = new Map(chat.msgs.getModelsArray().map((message) => [message.id._serialized, message]));
  const oldest = () => Math.min(...[...found.values()].map(({ t }) => t ?? 0));
  while (found.size < limit && (found.size < atLeast || oldest() >= since)) {
    const earlier = (await page.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat })) ?? [];
    const before = found.size;
    for (const message of earlier) found.set(message.id._serialized, message);
    if (found.size === before) break;
  }
  return [...found.values()]
    .filter((message) => !message.isNotification)
    .sort((a, b) => (a.t ?? 0) - (b.t ?? 0))
    .slice(-limit)
    .flatMap((message) => page.WWebJS?.getMessageModel(message) ?? []);
};

/** Of these ids the messages that the page has, in no order. */
export const findMessages = async (ids: string[]): Promise<unknown[]> => {
  const page = globalThis as unknown as Page;
  const { Msg } = page.require('WAWebCollections');
  const present = ids.flatMap((id) => Msg.get(id) ?? []);
  const absent = ids.filter((id) => !Msg.get(id));
  const stored = absent.length > 0 ? ((await Msg.getMessagesById(absent))?.messages ?? []) : [];
  return [...present, ...stored].flatMap((message) => page.WWebJS?.getMessageModel(message) ?? []);
};

/**
 * Fetches and decrypts a file, and keeps its bytes in the page under `token`. Gives what went wrong as `problem`:
 * `missing` (WhatsApp has it no longer, or this device never knew it), `waiting` (the phone has to upload it again).
 */
export const openFile = async (id: string, token: string, maxBytes: number) => {
  const page = globalThis as unknown as Page;
  const { Msg } = page.require('WAWebCollections');
  const message = Msg.get(id) ?? (await Msg.getMessagesById([id]))?.messages?.[0];
  if (!message?.mediaData) return { problem: 'missing' };
  const { size, mimetype, filename } = message;
  if (size !== undefined && size > maxBytes) return { problem: 'too-large', size };
  const stage = () => message.mediaData?.mediaStage ?? '';
  if (stage() === 'REUPLOADING') return { problem: 'waiting' };
  if (stage() !== 'RESOLVED') await message.downloadMedia({ downloadEvenIfExpensive: true, rmrReason: 1 });
  if (stage() === 'ERROR_MISSING') return { problem: 'missing' };
  if (stage().includes('ERROR') || stage() === 'FETCHING') return { problem: 'waiting' };
  const silent: { addAnnotations(): object; addPoint(): object } = {
    addAnnotations: () => silent,
    addPoint: () => silent,
  };
  try {
    const bytes = await page.require('WAWebDownloadManager').downloadManager.downloadAndMaybeDecrypt({
      directPath: message.directPath,
      encFilehash: message.encFilehash,
      filehash: message.filehash,
      mediaKey: message.mediaKey,
      mediaKeyTimestamp: message.mediaKeyTimestamp,
      type: message.type,
      signal: new AbortController().signal,
      downloadQpl: silent,
    });
    if (bytes.byteLength > maxBytes) return { problem: 'too-large', size: bytes.byteLength };
    page.whatsappInboxFiles ??= new Map();
    page.whatsappInboxFiles.set(token, new Uint8Array(bytes));
    return { size: bytes.byteLength, mimetype, filename };
  } catch (error) {
    if ((error as { status?: number }).status === 404) return { problem: 'missing' };
    throw error;
  }
};

/** A piece of an opened file in base64. Whole files in one answer took 19 times their size of the browser's memory. */
export const readFilePiece = (token: string, from: number, length: number): string => {
  const page = globalThis as unknown as Page;
  const bytes = page.whatsappInboxFiles?.get(token)?.subarray(from, from + length) ?? new Uint8Array();
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return page.btoa(parts.join(''));
};

export const closeFile = (token: string): void => {
  (globalThis as unknown as Page).whatsappInboxFiles?.delete(token);
};
