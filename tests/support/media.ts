import { createHmac, hkdfSync } from 'node:crypto';
import { readdirSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { MediaAddress } from '../../src/plugins/whatsapp/contracts/media';
import type { Message } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from './api-client';
import type { ApiClient } from './api-client';
import { received } from './bridge-sender';
import { eventually } from './eventually';
import { conversationsOf, messagesOf } from './ingest-company';
import type { IngestCompany } from './ingest-company';
import type { Installation } from './installation';

/** The smallest files that are what they are, and some that only say so. */
const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const box = (brand: string): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    ascii(`ftyp${brand}`),
    Buffer.alloc(4),
    ascii(`${brand}mp41`),
    Buffer.alloc(64),
  ]);

export const FILES = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  jpeg: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), ascii('JFIF\0'), Buffer.alloc(64)]),
  webp: Buffer.concat([ascii('RIFF'), Buffer.from([40, 0, 0, 0]), ascii('WEBPVP8 '), Buffer.alloc(64)]),
  gif: Buffer.concat([ascii('GIF89a'), Buffer.alloc(64)]),
  mp4: box('isom'),
  threeGp: box('3gp4'),
  m4a: box('M4A '),
  opus: Buffer.concat([
    ascii('OggS'),
    Buffer.from([0, 2]),
    Buffer.alloc(22),
    ascii('OpusHead'),
    Buffer.alloc(64),
  ]),
  aac: Buffer.concat([Buffer.from([0xff, 0xf1, 0x50, 0x80]), Buffer.alloc(64)]),
  amr: Buffer.concat([ascii('#!AMR\n'), Buffer.alloc(64)]),
  mp3: Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(417)]),
  pdf: ascii('%PDF-1.4\n%%EOF\n'),
  html: ascii('<!doctype html><script>document.title = "run"</script>'),
  svg: ascii('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  xml: ascii('<?xml version="1.0"?><a xmlns="http://www.w3.org/1999/xhtml"><script/></a>'),
  exe: Buffer.concat([ascii('MZ'), Buffer.alloc(128)]),
  text: ascii('name;price\nchair;12\n'),
} as const;

/** What a webhook says of a file. */
const Announced = z.object({ id: z.string(), mime_type: z.string(), sha256: z.string() });

export interface SentFile {
  type: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  bytes: Buffer;
  mimeType?: string;
  filename?: string;
  caption?: string;
}

/** Puts a file where the simulated Meta keeps what customers send. */
export const uploadToMeta = async (
  { graphControl }: Pick<Installation, 'graphControl'>,
  phoneNumberId: string,
  { bytes, mimeType }: SentFile,
): Promise<z.infer<typeof Announced>> =>
  Announced.parse(
    await graphControl.post('media', { phoneNumberId, base64: bytes.toString('base64'), mimeType }),
  );

/**
 * A new customer sends a file. Resolves to the message, whose file is on its way. `meanwhile` runs once Meta has the file and
 * before anybody hears of it: it is fetched within milliseconds.
 */
export const receiveFile = async (
  installation: Installation,
  company: IngestCompany,
  file: SentFile,
  meanwhile: (mediaId: string) => Promise<unknown> = async () => undefined,
): Promise<Message & { mediaId: string }> => {
  const { id, mime_type: mimeType, sha256 } = await uploadToMeta(installation, company.meta.number.id, file);
  await meanwhile(id);
  const { type, filename, caption } = file;
  const event = received({ content: { type, mediaId: id, mimeType, sha256, filename, caption } });
  await company.receive(event);
  const chat = (await conversationsOf(company.api)).find(({ chatId }) => chatId === event.from.waId);
  const [message] = await messagesOf(company.api, chat?.id ?? '');
  if (!message) throw new Error('The message is not there');
  return { ...message, mediaId: id };
};

export const addressOf = async (api: ApiClient, messageId: string): Promise<MediaAddress> =>
  readData(MediaAddress, await api.get(`/whatsapp/messages/${messageId}/media`));

/** Waits until the file has come as far as that, and gives where it is. */
export const untilMedia = (
  api: ApiClient,
  messageId: string,
  state: MediaAddress['state'],
  deadlineMs = 30_000,
): Promise<MediaAddress> =>
  eventually(
    async () => {
      const address = await addressOf(api, messageId);
      expect(address).toMatchObject({ state });
      return address;
    },
    { deadlineMs },
  );

export interface RawReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/** One request exactly as it is written: no client tidies up the path. */
export const askRaw = (
  { strapiUrl }: Pick<Installation, 'strapiUrl'>,
  rawPath: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawReply> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(strapiUrl);
    const request = http.request({ hostname, port, path: rawPath, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.once('error', reject);
    request.end();
  });

/** A token of an address, written a second time by its description alone. */
export const tokenFor = (
  { ENCRYPTION_KEY = '' }: Record<string, string>,
  { fileId, tenantId, expiresAt }: { fileId: string; tenantId: number; expiresAt: Date },
): string => {
  const key = Buffer.from(hkdfSync('sha256', ENCRYPTION_KEY, '', 'whatsapp:media address', 32));
  const number = (value: number): Buffer => Buffer.from(value.toString(16).padStart(12, '0'), 'hex');
  const head = Buffer.concat([
    Buffer.from([1]),
    number(expiresAt.getTime()),
    number(tenantId),
    ascii(fileId),
  ]);
  const mac = createHmac('sha256', key).update(head).digest();
  return Buffer.concat([head, mac]).toString('base64url');
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not made yet
  }
};

/** What of a company lies in the folder, and what is on its way for anybody. */
export const filesOf = ({ env }: Installation, company: string): string[] =>
  namesIn(path.join(env.WHATSAPP_MEDIA_FOLDER ?? '', company));
export const incomingFiles = ({ env }: Pick<Installation, 'env'>): string[] =>
  namesIn(path.join(env.WHATSAPP_MEDIA_FOLDER ?? '', '.incoming'));
