import type { SendReceipt } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { WhatsAppError, type ErrorKind } from '../../../../src/plugins/whatsapp/contracts/errors';
import { textCommand } from '../../../test/adapter-conformance';
import { fileToSend } from '../../../test/support/files-to-send';
import { createWebAdapter, type WebPort } from './web-adapter';

const RECEIPT: SendReceipt = { messageId: 'out.1' };
const image = textCommand({
  content: { type: 'image', file: { ...fileToSend(), ticket: 'f1' }, caption: 'Our shop' },
});

/** A session that sends so, and keeps one file. */
const sessionThat = (send: WebPort['send'], more: Partial<WebPort> = {}) => {
  const removed: string[] = [];
  const port: WebPort = {
    send,
    stageFile: async ({ id }) => id,
    findFile: async (ticket) => `/files/${ticket}`,
    removeFile: async (ticket) => void removed.push(ticket),
    fetchMedia: () => Promise.reject(new WhatsAppError('rejected', 'There is none')),
    state: () => ({ isOnline: true, sentence: 'The session is online' }),
    ...more,
  };
  return { adapter: createWebAdapter(port), removed };
};
const failing = (kind: ErrorKind) => () => Promise.reject(new WhatsAppError(kind, 'It failed'));

describe('the file of a message to WhatsApp Web', () => {
  it('is named to the session by where it lies, and removed once it is sent', async () => {
    const sent: unknown[] = [];
    const { adapter, removed } = sessionThat(async ({ content }) => {
      sent.push(content);
      return RECEIPT;
    });
    expect(await adapter.send(image)).toEqual(RECEIPT);
    expect(sent).toEqual([
      {
        type: 'image',
        file: { path: '/files/f1', mimeType: 'image/png', filename: 'shop.png' },
        caption: 'Our shop',
      },
    ]);
    expect(removed).toEqual(['f1']);
  });

  it.each<[ErrorKind, string[]]>([
    ['throttled', []],
    ['unreachable', []],
    ['rejected', ['f1']],
    ['unknown-outcome', ['f1']],
  ])('after %s: %j is removed', async (kind, gone) => {
    const { adapter, removed } = sessionThat(failing(kind));
    await expect(adapter.send(image)).rejects.toMatchObject({ kind });
    expect(removed).toEqual(gone);
  });

  it('does not hide that the message was sent when it cannot be removed', async () => {
    const { adapter } = sessionThat(async () => RECEIPT, {
      removeFile: () => Promise.reject(new Error('The disk is read-only')),
    });
    expect(await adapter.send(image)).toEqual(RECEIPT);
  });

  it('that is not here any more lets the message wait, unsent', async () => {
    const sent: unknown[] = [];
    const { adapter } = sessionThat(
      async (command) => {
        sent.push(command);
        return RECEIPT;
      },
      { findFile: failing('unreachable') },
    );
    await expect(adapter.send(image)).rejects.toMatchObject({ kind: 'unreachable' });
    expect(sent).toEqual([]);
  });
});
