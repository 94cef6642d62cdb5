import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { UploadedFile } from '../../src/plugins/whatsapp/contracts/media';
import { IssuedApiToken } from '../../src/plugins/whatsapp/contracts/tenancy';
import { readData } from '../support/api-client';
import { readError } from '../support/api-error';
import { createBridgeSender } from '../support/bridge-sender';
import { eventually } from '../support/eventually';
import { createIngestCompany } from '../support/ingest-company';
import { FILES, filesOf, incomingFiles } from '../support/media';
import { onEachDatabase } from '../support/on-each-database';
import { runTask } from '../support/replay-command';
import { readRow } from '../support/stored-rows';
import { formWith, sendContent, sendReply, upload, uploadReply } from '../support/uploads';

const Row = z.object({ storage_key: z.string(), digest: z.string(), message_id: z.number().nullable() });

onEachDatabase('a file that is brought to be sent', (installation) => {
  const rowOf = (id: string) =>
    readRow(
      Row,
      installation
        .database()('whatsapp_media_files')
        .where('document_id', id)
        .first('storage_key', 'digest', 'message_id'),
    );
  const pathsOf = async (company: string, id: string): Promise<string> =>
    path.join(installation.env.WHATSAPP_MEDIA_FOLDER ?? '', company, (await rowOf(id)).storage_key);
  const fieldsOf = (reply: Parameters<typeof readError>[0]) => [
    reply.status,
    readError(reply).fields?.map(({ path: field }) => field),
  ];

  it('is kept in the folder of its company, and told by its id, its type, its name and its size', async () => {
    const company = await createIngestCompany(installation);
    const reply = await uploadReply(company.api, {
      bytes: FILES.png,
      name: 'Our shop.PNG',
      type: 'text/html',
    });
    expect(reply.status).toBe(201);
    const { id, ...told } = readData(UploadedFile, reply);
    expect(told).toEqual({ mimeType: 'image/png', fileName: 'Our shop.PNG', sizeBytes: FILES.png.length });
    expect(readFileSync(await pathsOf(company.tenant.id, id))).toEqual(FILES.png);
    expect((await rowOf(id)).message_id).toBeNull();
  });

  it.each([
    ['name;price', FILES.text, 'list.csv', 'text/plain'],
    ['a page', FILES.html, 'page.html', 'text/plain'],
    ['a PDF', FILES.pdf, 'bill.exe', 'application/pdf'],
    ['a voice', FILES.opus, 'voice', 'audio/ogg; codecs=opus'],
    ['a program', FILES.exe, 'photo.jpg', 'application/x-msdownload'],
    ['noise', Buffer.from([1, 2, 3, 0xff, 0]), 'noise.txt', 'application/octet-stream'],
  ])('is what its bytes are: %s', async (_what, bytes, name, mimeType) => {
    const { api } = await createIngestCompany(installation);
    expect(await upload(api, bytes, name)).toMatchObject({ mimeType, sizeBytes: bytes.length });
  });

  it('loses what is no name of it', async () => {
    const { api } = await createIngestCompany(installation);
    expect(await upload(api, FILES.png, '../../etc/\u202Egnp.exe')).toMatchObject({ fileName: 'gnp.exe' });
  });

  it('arrives whole in many pieces, also when it looks like the form around it', async () => {
    const company = await createIngestCompany(installation);
    const bytes = Buffer.concat(
      Array.from({ length: 60_000 }, (_, line) => Buffer.from(`\r\n--form ${line}`)),
    );
    const { id } = await upload(company.api, bytes, 'lines.txt');
    expect(readFileSync(await pathsOf(company.tenant.id, id)).equals(bytes)).toBe(true);
  });

  it('is refused when there is none, or it is empty, or there are two, or it is no form', async () => {
    const company = await createIngestCompany(installation);
    const ask = (form: FormData) => company.api.postForm('/whatsapp/files', form);
    const two = formWith({ bytes: FILES.png });
    two.append('file', new Blob(['another']), 'b.txt');
    const text = new FormData();
    text.set('file', 'a text');
    expect(fieldsOf(await ask(formWith({ bytes: FILES.png }, 'picture')))).toEqual([400, ['picture']]);
    expect(fieldsOf(await ask(formWith({ bytes: Buffer.alloc(0) })))).toEqual([400, ['file']]);
    expect(fieldsOf(await ask(two))).toEqual([400, ['file']]);
    expect(fieldsOf(await ask(text))).toEqual([400, ['file']]);
    expect(fieldsOf(await ask(new FormData()))).toEqual([400, ['file']]);
    expect(fieldsOf(await company.api.post('/whatsapp/files', { file: 'a.png' }))).toEqual([400, ['']]);
    expect(filesOf(installation, company.tenant.id)).toEqual([]);
  });

  it('is refused beyond 100 MB, and nothing of it stays', async () => {
    const company = await createIngestCompany(installation);
    const bytes = Buffer.alloc(100 * 1024 * 1024 + 1);
    expect(fieldsOf(await uploadReply(company.api.patient(120_000), { bytes }))).toEqual([400, ['file']]);
    expect(filesOf(installation, company.tenant.id)).toEqual([]);
    await eventually(() => expect(incomingFiles(installation)).toEqual([]));
  });

  it('is not even read from somebody who may not send', async () => {
    const company = await createIngestCompany(installation);
    const token = async (access: 'read' | 'write') => {
      const body = { name: `${access} ${Date.now()}`, access };
      return company.api.as(
        readData(IssuedApiToken, await company.api.post('/whatsapp/api-tokens', body)).accessKey,
      );
    };
    const file = { bytes: FILES.png };
    expect((await uploadReply(await token('write'), file, '/api/whatsapp')).status).toBe(201);
    expect((await uploadReply(await token('read'), file, '/api/whatsapp')).status).toBe(403);
    expect((await uploadReply(company.api.as(null), file)).status).toBe(401);
    expect(filesOf(installation, company.tenant.id)).toHaveLength(1);
  });

  it("is not another company's: its id is as good as none", async () => {
    const [company, other] = [
      await createIngestCompany(installation),
      await createIngestCompany(installation),
    ];
    const { id: chat } = await company.openConversation();
    const { id: foreign } = await upload(other.api, FILES.pdf);
    const ask = (fileId: string) => sendReply(company.api, chat, { type: 'document', fileId });
    const [theirs, none] = [await ask(foreign), await ask('a'.repeat(24))];
    expect([theirs.status, theirs.body]).toEqual([404, none.body]);
    expect((await ask('../etc')).body).toEqual(none.body);
  });

  it('is handed to the bridge alone, with its digest', async () => {
    const company = await createIngestCompany(installation);
    const { id } = await upload(company.api, FILES.text);
    const bridge = createBridgeSender(installation);
    const url = new URL(`/api/whatsapp/bridge/files/${id}`, installation.strapiUrl);
    expect((await fetch(url)).status).toBe(401);
    const { status, headers } = await bridge.open(`files/${id}`);
    expect([status, headers.get('x-whatsapp-media-sha256')]).toEqual([200, (await rowOf(id)).digest]);
    expect((await bridge.open(`files/${'a'.repeat(24)}`)).status).toBe(404);
  });

  it('is gone after a day when nobody has sent it; the rest stays', async () => {
    const company = await createIngestCompany(installation);
    const { id: chat } = await company.openConversation();
    const [sent, old, young] = await Promise.all(
      ['sent', 'old', 'young'].map((name) => upload(company.api, Buffer.from(name), `${name}.txt`)),
    );
    await sendContent(company.api, chat, { type: 'document', fileId: sent?.id ?? '' });
    const oldPath = await pathsOf(company.tenant.id, old?.id ?? '');
    await installation
      .database()('whatsapp_media_files')
      .whereIn('document_id', [sent?.id ?? '', old?.id ?? ''])
      .update({ created_at: new Date(Date.now() - 25 * 3_600_000) });
    expect(await runTask(installation, 'whatsappSweepFiles')).toMatchObject({ code: 0 });
    expect(existsSync(oldPath)).toBe(false);
    const kept = [
      await pathsOf(company.tenant.id, sent?.id ?? ''),
      await pathsOf(company.tenant.id, young?.id ?? ''),
    ];
    expect(filesOf(installation, company.tenant.id).sort()).toEqual(
      kept.map((file) => path.basename(file)).sort(),
    );
    const late = await sendReply(company.api, chat, { type: 'document', fileId: old?.id ?? '' });
    expect(late.status).toBe(404);
  });
});
