import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createIngestCompany } from '../support/ingest-company';
import type { IngestCompany } from '../support/ingest-company';
import { askRaw, FILES, receiveFile, tokenFor, untilMedia } from '../support/media';
import type { RawReply, SentFile } from '../support/media';
import { onEachDatabase } from '../support/on-each-database';
import { readRow } from '../support/stored-rows';

const PATH = '/api/whatsapp/files/';
const inAnHour = (): Date => new Date(Date.now() + 3_600_000);

/** Everything about an answer that a stranger could learn from. */
const looksOf = ({ status, headers, body }: RawReply) => ({
  status,
  type: headers['content-type'],
  names: Object.keys(headers).filter((name) => !/^(date|x-response-time)$/.test(name)),
  body: body.toString(),
});

onEachDatabase('a file', (installation) => {
  let company: IngestCompany;
  let other: IngestCompany;
  let url: string;
  let file: { fileId: string; tenantId: number };

  const get = (path: string, headers?: Record<string, string>) => askRaw(installation, path, { headers });
  const fetched = async (sent: SentFile): Promise<RawReply> => {
    const { id } = await receiveFile(installation, company, sent);
    return get((await untilMedia(company.api, id, 'ready')).url ?? '');
  };

  beforeAll(async () => {
    [company, other] = await Promise.all([
      createIngestCompany(installation),
      createIngestCompany(installation),
    ]);
    const { id } = await receiveFile(installation, company, { type: 'image', bytes: FILES.png });
    url = (await untilMedia(company.api, id, 'ready')).url ?? '';
    file = await readRow(
      z.object({ fileId: z.string(), tenantId: z.number() }),
      installation
        .database()('whatsapp_media_files as f')
        .join('whatsapp_messages as m', 'm.id', 'f.message_id')
        .where('m.document_id', id)
        .first('f.document_id as fileId', 'f.tenant_id as tenantId'),
    );
  });

  it('is handed out without a session to whoever has its address, as harmless as can be said', async () => {
    const { status, headers, body } = await get(url);
    expect([status, body]).toEqual([200, FILES.png]);
    expect(headers).toMatchObject({
      'content-type': 'image/png',
      'content-length': String(FILES.png.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'accept-ranges': 'bytes',
    });
    expect(headers['content-disposition']).toMatch(
      /^inline; filename="whatsapp-\d{4}-\d\d-\d\d\.png"; filename\*=UTF-8''whatsapp-[\d-]+\.png$/,
    );
    const [, maxAge] = /^private, max-age=(\d+)$/.exec(headers['cache-control'] ?? '') ?? [];
    expect(Number(maxAge)).toBeGreaterThan(200);
    expect(Number(maxAge)).toBeLessThanOrEqual(300);
    expect(headers['set-cookie']).toBeUndefined();
  });

  it.each<[SentFile['type'], keyof typeof FILES, string, string]>([
    ['image', 'jpeg', 'image/jpeg', 'inline'],
    ['image', 'gif', 'image/gif', 'inline'],
    ['sticker', 'webp', 'image/webp', 'inline'],
    ['video', 'mp4', 'video/mp4', 'inline'],
    ['video', 'threeGp', 'video/3gpp', 'inline'],
    ['audio', 'opus', 'audio/ogg; codecs=opus', 'inline'],
    ['audio', 'm4a', 'audio/mp4', 'inline'],
    ['audio', 'aac', 'audio/aac', 'inline'],
    ['audio', 'amr', 'audio/amr', 'inline'],
    ['audio', 'mp3', 'audio/mpeg', 'inline'],
    ['document', 'pdf', 'application/pdf', 'attachment'],
    ['image', 'html', 'application/octet-stream', 'attachment'],
    ['image', 'svg', 'application/octet-stream', 'attachment'],
    ['document', 'xml', 'application/octet-stream', 'attachment'],
    ['document', 'exe', 'application/octet-stream', 'attachment'],
    ['document', 'text', 'application/octet-stream', 'attachment'],
  ])('that came as %s and is %s is served as %s, %s', async (type, name, contentType, disposition) => {
    // WhatsApp's own word for it is of no weight.
    const { headers, body } = await fetched({ type, bytes: FILES[name], mimeType: 'image/png' });
    expect(body).toEqual(FILES[name]);
    expect(headers['content-type']).toBe(contentType);
    expect(headers['content-disposition']?.split(';')[0]).toBe(disposition);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox");
  });

  it('has a name that no header can be ended with', async () => {
    const filename = 'Angebot "Möbel"\r\nX-Evil: 1; \u202Egpj.svg';
    const { headers } = await fetched({ type: 'document', bytes: FILES.svg, filename });
    expect(headers['x-evil']).toBeUndefined();
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Angebot M_belX-Evil 1 gpj.svg"; filename*=UTF-8''Angebot%20M%C3%B6belX-Evil%201%20gpj.svg`,
    );
  });

  it('is handed out in parts', async () => {
    const size = FILES.png.length;
    const part = async (range: string, more: Record<string, string> = {}) => {
      const { status, headers, body } = await get(url, { range, ...more });
      return [status, headers['content-range'], headers['content-length'], body.length];
    };
    expect(await part('bytes=0-9')).toEqual([206, `bytes 0-9/${size}`, '10', 10]);
    expect(await part('bytes=60-')).toEqual([
      206,
      `bytes 60-${size - 1}/${size}`,
      String(size - 60),
      size - 60,
    ]);
    expect(await part('bytes=-5')).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, '5', 5]);
    expect(await part('bytes=5-9999')).toEqual([
      206,
      `bytes 5-${size - 1}/${size}`,
      String(size - 5),
      size - 5,
    ]);
    expect((await part(`bytes=${size}-`)).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    expect((await part('bytes=-0')).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    const whole = ['bytes=0-1,3-4', 'bytes=9-1', 'lines=0-1', 'bytes=a-b', 'bytes=-'].map((range) =>
      part(range),
    );
    expect(await Promise.all(whole)).toEqual(whole.map(() => [200, undefined, String(size), size]));
    expect((await part('bytes=0-9', { 'if-range': '"x"' }))[0]).toBe(200);
    expect((await get(url, { range: 'bytes=2-5' })).body).toEqual(FILES.png.subarray(2, 6));
  });

  it('tells its size to HEAD, and is changed by nothing', async () => {
    const head = await askRaw(installation, url, { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
      200,
      String(FILES.png.length),
      0,
    ]);
    const methods = ['POST', 'PUT', 'PATCH', 'DELETE'];
    const replies = await Promise.all(methods.map((method) => askRaw(installation, url, { method })));
    expect(replies.map(({ status }) => status)).toEqual([405, 405, 405, 405]);
  });

  it('has the very answer of an absent one for every address that is not right', async () => {
    const token = url.slice(PATH.length);
    const absent = await get(`${PATH}${randomBytes(69).toString('base64url')}`);
    expect(absent.status).toBe(404);
    const { env } = installation;
    const sign = (change: Partial<typeof file & { expiresAt: Date }>, secrets = env): string =>
      tokenFor(secrets, { ...file, expiresAt: inAnHour(), ...change });
    expect((await get(`${PATH}${sign({})}`)).status).toBe(200); // the signature of this test is a good one

    const altered = [...token].map((character, index) => {
      const another = character === 'A' ? 'B' : 'A';
      return `${token.slice(0, index)}${another}${token.slice(index + 1)}`;
    });
    const wrong = [
      ...altered,
      token.slice(0, -1),
      `${token}A`,
      `${token}=`,
      token.slice(0, 40),
      sign({ expiresAt: new Date(Date.now() - 1) }),
      sign({ fileId: 'a'.repeat(24) }),
      sign({ tenantId: file.tenantId + 1 }),
      sign({ tenantId: 0 }),
      sign({}, { ENCRYPTION_KEY: 'of another installation' }),
    ];
    const replies = await Promise.all(wrong.map((one) => get(`${PATH}${one}`)));
    expect(replies.map(looksOf)).toEqual(replies.map(() => looksOf(absent)));
  });

  it('is not there for another company, whose session is of no use either', async () => {
    const { id } = await receiveFile(installation, company, { type: 'image', bytes: FILES.gif });
    const reply = await other.api.get(`/whatsapp/messages/${id}/media`);
    const unknown = await other.api.get(`/whatsapp/messages/${'a'.repeat(24)}/media`);
    expect([reply.status, reply.body]).toEqual([404, unknown.body]);
  });

  it.each([
    '..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5c..%5cwindows',
    '%252e%252e%252f',
    '%00',
    `${'A'.repeat(92)}%00`,
    '%c0%ae%c0%ae',
    '%',
    '%ZZ',
    'A'.repeat(4_000),
    '.installation',
    '.incoming',
  ])('is not reached by walking to %s', async (step) => {
    const { status, body } = await get(`${PATH}${step}`);
    expect([400, 404]).toContain(status);
    expect(body.includes(FILES.png)).toBe(false);
  });

  it.each(['../../uploads', '..%2f..%2f..%2f.env', `${'a'.repeat(24)}/${'0'.repeat(64)}`, '/etc/passwd'])(
    'is not below a path of several steps: %s',
    async (steps) => {
      expect((await get(`${PATH}${steps}`)).status).toBe(404);
    },
  );
});
