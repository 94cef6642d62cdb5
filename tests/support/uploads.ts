import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { UploadedFile } from '../../src/plugins/whatsapp/contracts/media';
import type { OutgoingContent } from '../../src/plugins/whatsapp/contracts/outgoing';
import { readData } from './api-client';
import type { ApiClient, Reply } from './api-client';

export interface FileOfAPerson {
  bytes: Buffer;
  name?: string;
  /** What their browser says that it is. */
  type?: string;
}

export const formWith = ({ bytes, name = 'file', type = '' }: FileOfAPerson, field = 'file'): FormData => {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
  return form;
};

export const uploadReply = (api: ApiClient, file: FileOfAPerson, root = '/whatsapp'): Promise<Reply> =>
  api.postForm(`${root}/files`, formWith(file));

/** Somebody of the company brings a file, to send it. */
export const upload = async (api: ApiClient, bytes: Buffer, name?: string): Promise<UploadedFile> =>
  readData(UploadedFile, await uploadReply(api, { bytes, name }));

export const sendReply = (
  api: ApiClient,
  conversationId: string,
  content: OutgoingContent,
  more: { clientId?: string; quotedId?: string } = {},
): Promise<Reply> =>
  api.post(`/whatsapp/conversations/${conversationId}/messages`, {
    clientId: crypto.randomUUID(),
    content,
    ...more,
  });

export const sendContent = async (
  api: ApiClient,
  conversationId: string,
  content: OutgoingContent,
): Promise<Message> => readData(Message, await sendReply(api, conversationId, content));
