import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { OutgoingContent } from '../../src/plugins/whatsapp/contracts/outgoing';
import { readData } from '../support/api-client';
import type { Reply } from '../support/api-client';
import { readError } from '../support/api-error';
import { received } from '../support/bridge-sender';
import { createCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { acceptedOf, nextSendMeets } from '../support/graph-journal';
import {
  conversationsOf,
  createIngestCompany,
  findMessage,
  messagesOf,
  sendText,
} from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { addressOf, FILES, filesOf } from '../support/media';
import { onDatabase } from '../support/on-each-database';
import { readRow } from '../support/stored-rows';
import { sendContent, sendReply, upload } from '../support/uploads';
import { createWebBridge, createWebChannel, reportOf } from '../support/web-bridge';

const MB = 1024 * 1024;

// The same on SQLite, through the whole product: tests/flow/sending-content.test.ts.
onDatabase('postgres', 'what is sent beside texts', (installation) => {
  const untilSent = (company: IngestCompany, message: Message, status: Message['status'] = 'sent') =>
    eventually(
      async () => {
        const found = await findMessage(company.api, message);
        expect(found).toMatchObject({ status });
        return found;
      },
      { deadlineMs: 60_000 },
    );
  const open = async () => {
    const company = await createIngestCompany(installation);
    return { company, chat: (await company.openConversation('Hello')).id };
  };
  const refusal = (reply: Reply) => [reply.status, readError(reply).fields?.map(({ path: field }) => field)];
  /** The bytes that Meta got with an id. */
  const atMeta = async (company: IngestCompany, id: string): Promise<string> => {
    const { sha256 } = z.object({ sha256: z.string() }).parse(
      await fetch(`${installation.graphUrl}/v24.0/${id}`, {
        headers: { authorization: `Bearer ${company.meta.token.value}` },
      }).then((response) => response.json()),
    );
    return sha256;
  };
  const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

  describe.each([
    ['image', FILES.png, 'shop.png', { caption: 'Our shop' }, { caption: 'Our shop' }],
    ['video', FILES.mp4, 'tour.mp4', {}, {}],
    ['audio', FILES.opus, 'voice.ogg', { voice: true }, { voice: true }],
    [
      'document',
      FILES.pdf,
      'bill.pdf',
      { caption: 'Yours', filename: 'Bill 7.pdf' },
      { caption: 'Yours', filename: 'Bill 7.pdf' },
    ],
  ] as const)('%s', (type, bytes, name, words, arrives) => {
    it('is shown at once, and reaches WhatsApp as it is', async () => {
      const { company, chat } = await open();
      const { id: fileId, mimeType } = await upload(company.api, bytes, name);
      const message = await sendContent(company.api, chat, { type, fileId, ...words });
      expect(message).toMatchObject({
        direction: 'out',
        media: 'ready',
        content: { type, mimeType, mediaId: fileId, ...words },
      });
      const { url, sizeBytes } = await addressOf(company.api, message.id);
      expect(sizeBytes).toBe(bytes.length);
      const shown = await fetch(new URL(url ?? '', installation.strapiUrl));
      expect(Buffer.from(await shown.arrayBuffer())).toEqual(bytes);

      await untilSent(company, message);
      const [sent] = await acceptedOf(installation, company.meta);
      expect(sent).toMatchObject({ type, content: { id: expect.any(String) as string, ...arrives } });
      expect(await atMeta(company, z.object({ id: z.string() }).parse(sent?.content).id)).toBe(sha256(bytes));
    });
  });

  it.each<[OutgoingContent, unknown, string]>([
    [
      { type: 'location', latitude: 41.38, longitude: 2.17, name: 'The shop', address: 'Main street 1' },
      { latitude: 41.38, longitude: 2.17, name: 'The shop', address: 'Main street 1' },
      '📍 The shop',
    ],
    [
      { type: 'contacts', contacts: [{ name: 'Nour Haddad', phones: ['+1 555 010 0124'] }] },
      [
        {
          name: { formatted_name: 'Nour Haddad', first_name: 'Nour Haddad' },
          phones: [{ phone: '+1 555 010 0124' }],
        },
      ],
      '👤 Nour Haddad',
    ],
  ])('%j is stored, shown and sent', async (content, arrives, preview) => {
    const { company, chat } = await open();
    const message = await sendContent(company.api, chat, content);
    expect(message.content).toEqual(content);
    expect(await conversationsOf(company.api)).toMatchObject([{ lastMessage: { preview } }]);
    await untilSent(company, message);
    expect(await acceptedOf(installation, company.meta)).toMatchObject([
      { type: content.type, content: arrives },
    ]);
  });

  describe('a reaction', () => {
    it('is given to a message by WhatsApp’s id of it, and taken back', async () => {
      const { company, chat } = await open();
      const [question] = await messagesOf(company.api, chat);
      const { message_id: targetId } = await readRow(
        z.object({ message_id: z.string() }),
        installation
          .database()('whatsapp_messages')
          .where('document_id', question?.id ?? '')
          .first('message_id'),
      );
      const react = (emoji: string | null) =>
        sendContent(company.api, chat, { type: 'reaction', emoji, targetId: question?.id ?? '' });
      const given = await react('👍🏽');
      expect(given.content).toEqual({ type: 'reaction', emoji: '👍🏽', targetId });
      await untilSent(company, given);
      await untilSent(company, await react(null));
      expect((await acceptedOf(installation, company.meta)).map(({ content }) => content)).toEqual([
        { message_id: targetId, emoji: '👍🏽' },
        { message_id: targetId, emoji: '' },
      ]);
    });

    it('is not given to another chat’s message, to a reaction, nor to what WhatsApp does not have', async () => {
      const { company, chat } = await open();
      const other = await company.openConversation();
      const [elsewhere] = await messagesOf(company.api, other.id);
      await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
      const failed = await untilSent(company, await sendText(company.api, chat, 'Lost'), 'failed');
      const [question] = await messagesOf(company.api, chat);
      const reaction = await sendContent(company.api, chat, {
        type: 'reaction',
        emoji: '🙂',
        targetId: question?.id ?? '',
      });
      for (const target of [elsewhere, failed, reaction]) {
        const content = { type: 'reaction', emoji: '👍', targetId: target?.id ?? '' } as const;
        expect(refusal(await sendReply(company.api, chat, content))).toEqual([400, ['content.targetId']]);
      }
    });

    it('quotes nothing, and is none to a message of another company', async () => {
      const { company, chat } = await open();
      const stranger = await open();
      const [own] = await messagesOf(company.api, chat);
      const [theirs] = await messagesOf(stranger.company.api, stranger.chat);
      const react = (targetId = '', more = {}) =>
        sendReply(company.api, chat, { type: 'reaction', emoji: '👍', targetId }, more);
      expect(refusal(await react(own?.id, { quotedId: own?.id }))).toEqual([400, ['quotedId']]);
      const [foreign, absent] = [await react(theirs?.id), await react('a'.repeat(24))];
      expect([foreign.status, foreign.body]).toEqual([404, absent.body]);
    });
  });

  describe('a file', () => {
    it('is one message, however often the button is pressed, and no other one’s', async () => {
      const { company, chat } = await open();
      const { id: fileId } = await upload(company.api, FILES.pdf, 'bill.pdf');
      const content = { type: 'document', fileId } as const;
      const clientId = crypto.randomUUID();
      const replies = await Promise.all(
        Array.from({ length: 8 }, () => sendReply(company.api, chat, content, { clientId })),
      );
      const [first, ...more] = new Set(replies.map((reply) => readData(Message, reply).id));
      expect(more).toEqual([]);
      await untilSent(company, readData(Message, replies[0] as Reply));
      expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
      expect(filesOf(installation, company.tenant.id)).toHaveLength(1);
      expect(refusal(await sendReply(company.api, chat, content))).toEqual([400, ['content.fileId']]);
      expect((await messagesOf(company.api, chat)).filter(({ id }) => id === first)).toHaveLength(1);
    });

    it.each<[string, OutgoingContent['type'], Buffer, string]>([
      ['a PDF is no picture', 'image', FILES.pdf, 'content.fileId'],
      ['a WebP is no picture for the Cloud API', 'image', FILES.webp, 'content.fileId'],
      ['a picture is no video', 'video', FILES.png, 'content.fileId'],
      ['a video is no sound', 'audio', FILES.mp4, 'content.fileId'],
      [
        'a picture beyond 5 MB is none',
        'image',
        Buffer.concat([FILES.png, Buffer.alloc(5 * MB)]),
        'content.fileId',
      ],
    ])('%s: it is refused with its field', async (_what, type, bytes, field) => {
      const { company, chat } = await open();
      const { id: fileId } = await upload(company.api, bytes);
      const content = { type, fileId } as OutgoingContent;
      expect(refusal(await sendReply(company.api, chat, content))).toEqual([400, [field]]);
      const asDocument = await sendReply(company.api, chat, { type: 'document', fileId });
      expect(asDocument.status).toBe(202);
    });

    it('is no voice message when it is no Opus', async () => {
      const { company, chat } = await open();
      const { id: fileId } = await upload(company.api, FILES.mp3);
      const content = { type: 'audio', fileId, voice: true } as const;
      expect(refusal(await sendReply(company.api, chat, content))).toEqual([400, ['content.voice']]);
    });

    it('that Meta does not take fails with Meta’s reason', async () => {
      const { company, chat } = await open();
      const { id: fileId } = await upload(company.api, FILES.exe, 'setup.exe');
      const message = await sendContent(company.api, chat, { type: 'document', fileId });
      const { failure } = await untilSent(company, message, 'failed');
      expect(failure?.reason).toContain('must be a file with one of the following types');
    });

    it('whose bytes are gone fails with a plain reason', async () => {
      const { company, chat } = await open();
      const { id: fileId } = await upload(company.api, FILES.pdf);
      const [key = ''] = filesOf(installation, company.tenant.id);
      rmSync(path.join(installation.env.WHATSAPP_MEDIA_FOLDER ?? '', company.tenant.id, key));
      const message = await sendContent(company.api, chat, { type: 'document', fileId });
      const { failure } = await untilSent(company, message, 'failed');
      expect(failure?.reason).toBe('The file of this message is not there any more');
      expect(await acceptedOf(installation, company.meta)).toEqual([]);
    });

    it.each([
      ['the upload breaks off', { edge: 'media', kind: 'reset', moment: 'before' }],
      ['the answer to the upload is lost', { edge: 'media', kind: 'reset', moment: 'after' }],
      ['Meta has a fault', { edge: 'media', kind: 'html', status: 502 }],
    ])('is sent once when %s', async (_what, fault) => {
      const { company, chat } = await open();
      await nextSendMeets(installation, company.meta, fault);
      const { id: fileId } = await upload(company.api, FILES.pdf);
      await untilSent(company, await sendContent(company.api, chat, { type: 'document', fileId }));
      expect(await acceptedOf(installation, company.meta)).toHaveLength(1);
    });

    it('that failed may be sent again', async () => {
      const { company, chat } = await open();
      await nextSendMeets(installation, company.meta, { kind: 'refuse', code: 131026 });
      const { id: fileId } = await upload(company.api, FILES.pdf);
      const failed = await untilSent(
        company,
        await sendContent(company.api, chat, { type: 'document', fileId }),
        'failed',
      );
      await company.api.post(`/whatsapp/messages/${failed.id}/retry`);
      expect(await untilSent(company, failed)).toMatchObject({ media: 'ready' });
    });
  });

  it('is refused where the channel can never send it', async () => {
    const company = await createCompany(installation);
    const channel = await createWebChannel(company);
    const bridge = createWebBridge(installation);
    await company.api.post(`/whatsapp/channels/${channel.id}/session/start`);
    await bridge.beatFor(channel.id, reportOf(await bridge.mustBeGiven(channel.id), { state: 'online' }));
    await bridge.bring(channel.id, [received()]);
    const [chat] = await conversationsOf(company.api);
    const card = (name: string) => ({ name, phones: ['+1 555 010 0124'] });
    const contacts = [card('Nour'), card('Ana')];
    const reply = await sendReply(company.api, chat?.id ?? '', { type: 'contacts', contacts });
    expect([reply.status, readError(reply).kind]).toEqual([422, 'unsupported']);
  });
});
