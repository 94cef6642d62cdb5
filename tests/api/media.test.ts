import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { IssuedApiToken } from '../../src/plugins/whatsapp/contracts/tenancy';
import { MediaAddress } from '../../src/plugins/whatsapp/contracts/media';
import { ChangePage } from '../../src/plugins/whatsapp/contracts/inbox';
import type { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readBody, readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { readError } from '../support/api-error';
import { eventually } from '../support/eventually';
import { createIngestCompany, findMessage } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { addressOf, filesOf, FILES, receiveFile, untilMedia } from '../support/media';
import type { SentFile } from '../support/media';
import { onEachDatabase } from '../support/on-each-database';
import { readRow } from '../support/stored-rows';

const PICTURE: SentFile = { type: 'image', bytes: FILES.png, mimeType: 'image/png', caption: 'Our shop' };

const Row = z.object({
  state: z.string(),
  storage_key: z.string().nullable(),
  attempts: z.number(),
  mime_type: z.string().nullable(),
});

onEachDatabase('the file of a message', (installation) => {
  const rowOf = ({ id }: Message) =>
    readRow(
      Row,
      installation
        .database()('whatsapp_media_files as f')
        .join('whatsapp_messages as m', 'm.id', 'f.message_id')
        .where('m.document_id', id)
        .first('f.state', 'f.storage_key', 'f.attempts', 'f.mime_type'),
    );
  const setBack = async ({ id }: Message, change: Record<string, unknown>): Promise<void> => {
    const messages = installation.database()('whatsapp_messages').where('document_id', id).select('id');
    await installation.database()('whatsapp_media_files').whereIn('message_id', messages).update(change);
  };
  const failDownloads = (mediaId: string, times: number, fault: object) =>
    installation.graphControl.post('faults', { ...fault, objectId: mediaId, edge: 'attachments', times });

  it('is fetched into the folder of its company, once, under a name that nobody can guess', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE);
    await untilMedia(company.api, message.id, 'ready');

    const { storage_key: key } = await rowOf(message);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(filesOf(installation, company.tenant.id)).toEqual([key]);
    const file = path.join(installation.env.WHATSAPP_MEDIA_FOLDER ?? '', company.tenant.id, key ?? '');
    expect(readFileSync(file)).toEqual(FILES.png);
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('waits, then is ready, and the feed of changes says so', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE, (mediaId) =>
      failDownloads(mediaId, 1, { kind: 'latency', ms: 3_000 }),
    );
    const before = readBody(ChangePage, await company.api.get('/whatsapp/changes?after=0'));
    expect(before.data.messages).toMatchObject([{ id: message.id, media: 'waiting' }]);
    expect(await addressOf(company.api, message.id)).toMatchObject({ state: 'waiting', url: null });
    await eventually(async () => {
      const page = readBody(
        ChangePage,
        await company.api.get(`/whatsapp/changes?after=${before.meta.cursor}`),
      );
      expect(page.data.messages).toMatchObject([{ id: message.id, media: 'ready' }]);
    });
    expect(await findMessage(company.api, message)).toMatchObject({ media: 'ready', status: 'received' });
  });

  it('is told under /api to a token of the company, and to no other', async () => {
    const [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const tokenOf = async ({ api }: IngestCompany): Promise<ApiClient> => {
      const issued = await api.post('/whatsapp/api-tokens', { name: `files ${Date.now()}` });
      return api.as(readData(IssuedApiToken, issued).accessKey);
    };
    const message = await receiveFile(installation, company, PICTURE);
    await untilMedia(company.api, message.id, 'ready');
    const path = `/api/whatsapp/messages/${message.id}/media`;
    const own = readData(MediaAddress, await (await tokenOf(company)).get(path));
    expect((await company.api.as(null).get(own.url ?? '')).status).toBe(200);
    expect((await (await tokenOf(other)).get(path)).status).toBe(404);
    expect([401, 403]).toContain((await company.api.as(null).get(path)).status);
  });

  it('goes with its company: folder, rows and every address that was given out', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE);
    const { url } = await untilMedia(company.api, message.id, 'ready');
    const { client } = installation.superAdmin;
    const name = encodeURIComponent(company.tenant.name);
    const gone = await client.delete(`/whatsapp/tenants/${company.tenant.id}?name=${name}`);
    expect(gone.status).toBe(204);
    expect((await client.as(null).get(url ?? '')).status).toBe(404);
    await eventually(() => expect(filesOf(installation, company.tenant.id)).toEqual([]));
  });

  it('is not there for a message without one, and nothing is said about it', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await company.openConversation();
    const message = await company.api.get(`/whatsapp/conversations/${id}/messages`);
    const [text] = (message.body as { data: Message[] }).data;
    expect(text).not.toHaveProperty('media');
    const reply = await company.api.get(`/whatsapp/messages/${text?.id}/media`);
    expect([reply.status, readError(reply).kind]).toEqual([404, 'not-found']);
  });

  it('has an address for a while only, which no cache keeps', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE);
    const first = await untilMedia(company.api, message.id, 'ready');
    expect(first).toMatchObject({ mimeType: 'image/png', sizeBytes: FILES.png.length, reason: null });
    expect(first.url).toMatch(/^\/api\/whatsapp\/files\/[A-Za-z0-9_-]{92}$/);
    const lives = Date.parse(first.expiresAt ?? '') - Date.now();
    expect(lives).toBeGreaterThan(290_000);
    expect(lives).toBeLessThanOrEqual(300_000);
    const reply = await company.api.get(`/whatsapp/messages/${message.id}/media`);
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['breaks off in the middle', { kind: 'cut' }],
    ['arrives with a wrong byte', { kind: 'damage' }],
    ['is not handed out', { kind: 'html', status: 500 }],
  ])('is fetched again when it %s', async (_what, fault) => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE, (mediaId) =>
      failDownloads(mediaId, 1, fault),
    );
    const address = await untilMedia(company.api, message.id, 'ready');
    expect(address).toMatchObject({ sizeBytes: FILES.png.length });
    expect((await rowOf(message)).attempts).toBe(2);
    expect(filesOf(installation, company.tenant.id)).toHaveLength(1);
  });

  it('is lost at once when WhatsApp has it no longer; the message stays', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE, (id) =>
      installation.graphControl.post('media/forget', { id }),
    );
    const lost = await untilMedia(company.api, message.id, 'lost');
    expect(lost).toMatchObject({ url: null, expiresAt: null, mimeType: null, sizeBytes: null });
    expect(lost.reason).toMatch(/\w+ \w+/);
    expect(await findMessage(company.api, message)).toMatchObject({
      media: 'lost',
      content: { type: 'image', caption: 'Our shop' },
    });
  });

  it('is given up after a day, with the last reason', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE);
    await untilMedia(company.api, message.id, 'ready');
    await failDownloads(message.mediaId, 1, { kind: 'html', status: 500 });
    const yesterday = new Date(Date.now() - 86_400_000 - 60_000);
    await setBack(message, { state: 'waiting', created_at: yesterday, due_at: new Date() });
    expect((await untilMedia(company.api, message.id, 'lost')).reason).toContain('at the moment');
  });

  it('is fetched by somebody else when its fetcher gives no sign of life', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, PICTURE);
    await untilMedia(company.api, message.id, 'ready');
    const overdue = new Date(Date.now() - 1_000);
    await setBack(message, { state: 'waiting', storage_key: null, attempts: 7, due_at: overdue });
    await untilMedia(company.api, message.id, 'ready');
    expect((await rowOf(message)).attempts).toBe(8);
  });

  it('keeps its name without what is dangerous in it, and with the ending of what it is', async () => {
    const company = await createIngestCompany(installation);
    const evil = '../../etc/\u202Egpj.\r\nSet-Cookie: a="b".html';
    const message = await receiveFile(installation, company, {
      type: 'document',
      bytes: FILES.pdf,
      filename: evil,
    });
    const { fileName } = await untilMedia(company.api, message.id, 'ready');
    expect(fileName).toBe('gpj.Set-Cookie a=b.pdf');
  });

  it('of a sticker is fetched like any other, and a colleague reads it, too', async () => {
    const company = await createIngestCompany(installation);
    const message = await receiveFile(installation, company, { type: 'sticker', bytes: FILES.webp });
    expect(await untilMedia(company.api, message.id, 'ready')).toMatchObject({ mimeType: 'image/webp' });
    expect(await addressOf(company.agent.client, message.id)).toMatchObject({ state: 'ready' });
  });
});
