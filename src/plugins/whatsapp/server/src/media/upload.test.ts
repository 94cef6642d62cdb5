import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { WhatsAppError } from '../../../contracts/errors';
import { MEDIA_MAX_BYTES } from '../../../contracts/media';
import { createStorage } from './storage';
import { receiveUpload } from './upload';

const BOUNDARY = '----form42';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const FILE = 'form-data; name="file"; filename="a.txt"';

const headOf = (disposition: string): Buffer =>
  Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\n\r\n`);
const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
const part = (body: string | Buffer, disposition = FILE): Buffer =>
  Buffer.concat([headOf(disposition), Buffer.from(body), Buffer.from('\r\n')]);
const formOf = (...parts: Buffer[]): Buffer => Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');
async function* withFileOf(megabytes: number, more = Buffer.alloc(0)): AsyncGenerator<Buffer> {
  yield headOf(FILE);
  for (let count = 0; count < megabytes; count += 1) yield* inPieces(MEGABYTE, [64 * 1024]);
  yield more;
  yield END;
}

const pieceSizes = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 });
const marks = fc.constantFrom('\r\n', '--', BOUNDARY, `\r\n--${BOUNDARY.slice(0, 5)}`, '-', '\r\n\r\n');

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-uploads-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = async () => {
  const storage = createStorage(root);
  await storage.prepare();
  return storage;
};
const incoming = (): string[] => readdirSync(path.join(root, '.incoming'));

const read = async (source: AsyncIterable<Buffer>, type = TYPE) => {
  const storage = await open();
  const { received, fileName } = await receiveUpload(storage, source, type);
  const bytes = readFileSync(received.path);
  await storage.discard(received);
  return { bytes, fileName, told: received.sizeBytes };
};

/** What somebody hears whose form is refused. */
const refusalOf = async (source: AsyncIterable<Buffer>, type = TYPE) => {
  const refused: unknown = await read(source, type).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(WhatsAppError);
  const { kind, fields } = refused as WhatsAppError;
  return { kind, paths: fields?.map((field) => field.path) };
};

describe('a file in a form', () => {
  it('is what was put in, whatever it is and however it comes', async () => {
    const bodies = fc
      .array(fc.oneof(marks, fc.string()), { minLength: 1 })
      .map((pieces) => pieces.join(''))
      .filter((body) => body !== '' && !`\r\n${body}`.includes(`\r\n--${BOUNDARY}`));
    await fc.assert(
      fc.asyncProperty(bodies, pieceSizes, async (body, sizes) => {
        const { bytes, told } = await read(inPieces(formOf(part(body)), sizes));
        expect(bytes.toString()).toBe(body);
        expect(told).toBe(bytes.length);
      }),
    );
  });

  it('may stand between words for others', async () => {
    const form = Buffer.concat([
      Buffer.from('A form.\r\n'),
      formOf(part('hello')),
      Buffer.from('The end.\r\n'),
    ]);
    expect((await read(inPieces(form, [7]))).bytes.toString()).toBe('hello');
  });

  it('may be as large as WhatsApp takes, and not a byte larger', async () => {
    const megabytes = MEDIA_MAX_BYTES / 1024 / 1024;
    expect((await read(withFileOf(megabytes))).told).toBe(MEDIA_MAX_BYTES);
    const refused = await refusalOf(withFileOf(megabytes, Buffer.from('x')));
    expect(refused).toEqual({ kind: 'invalid', paths: ['file'] });
    expect(incoming()).toEqual([]);
  });

  it('is read no faster than the disk takes it', async () => {
    let [given, ahead] = [0, 0];
    const onDisk = () =>
      incoming().reduce((sum, name) => sum + statSync(path.join(root, '.incoming', name)).size, 0);
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const chunk of withFileOf(16)) {
        ahead = Math.max(ahead, given - onDisk());
        given += chunk.length;
        yield chunk;
      }
    }
    await read(watched());
    expect(ahead).toBeLessThan(512 * 1024);
  });

  it.each([
    ['form-data; name="file"; filename="a \\"b\\" %22c%22.pdf"', 'a b c.pdf'],
    ['form-data; name=file; filename=plain.pdf', 'plain.pdf'],
    ['form-data; filename="name=.png"; name="file"', 'name=.png'],
    ['form-data; name="file"; filename="factura de Añón.pdf"', 'factura de Añón.pdf'],
    ['form-data; name="file"; filename*=UTF-8\'\'A%C3%B1%C3%B3n.pdf', 'Añón.pdf'],
    ['form-data; name="file"; filename="..\\\\..\\\\boot.ini"', 'boot.ini'],
    ['form-data; name="file"; filename="two%0D%0Alines.txt"', 'twolines.txt'],
    ['form-data; name="file"; filename=""', null],
  ])('is named by %j', async (disposition, fileName) => {
    expect((await read(inPieces(formOf(part('x', disposition)), [9]))).fileName).toBe(fileName);
  });

  it.each([
    TYPE,
    `Multipart/Form-Data; charset=utf-8; boundary="${BOUNDARY}"`,
    `multipart/form-data ;boundary=${BOUNDARY}`,
  ])('comes with the type %j', async (type) => {
    expect((await read(inPieces(formOf(part('x')), [9]), type)).bytes.toString()).toBe('x');
  });
});

describe('a form that is refused', () => {
  const whole = formOf(part('hello'));
  const long = 'a'.repeat(40_000);

  it.each<[string, Buffer, string]>([
    ['breaks off in its file', whole.subarray(0, -20), ''],
    ['breaks off before its end', whole.subarray(0, -5), ''],
    ['is none', Buffer.from('hello'), ''],
    ['is nothing', Buffer.alloc(0), ''],
    ['has a head without end', Buffer.from(`--${BOUNDARY}\r\n${long}`), ''],
    ['has too long a head', formOf(part('x', `${FILE}; more="${long}"`)), ''],
    ['has too long a name', formOf(part('x', `form-data; name="file"; filename="${long}"`)), ''],
    ['has too much before it', Buffer.concat([Buffer.from(`${long}\r\n`), whole]), ''],
    ['has too much after it', Buffer.concat([whole, Buffer.from(long)]), ''],
    ['has a part that nobody named', formOf(part('x', 'form-data; filename="a.txt"')), ''],
    ['has another field', formOf(part('x', 'form-data; name="picture"; filename="a.png"')), 'picture'],
    ['has a text in its place', formOf(part('x', 'form-data; name="file"')), 'file'],
    ['has no part', formOf(), 'file'],
    ['has a part without a head', formOf(Buffer.from(`--${BOUNDARY}\r\nhello\r\n\r\nx\r\n`)), 'file'],
    ['has an empty file', formOf(part('')), 'file'],
    ['has two files', formOf(part('one'), part('two')), 'file'],
    ['has a text beside the file', formOf(part('one'), part('x', 'form-data; name="caption"')), 'file'],
    ['has a text before the file', formOf(part('x', 'form-data; name="caption"'), part('one')), 'caption'],
    [
      'goes on after a boundary',
      Buffer.concat([part('one'), Buffer.from(`--${BOUNDARY}xx\r\n\r\n`)]),
      'file',
    ],
  ])('%s', async (_what, form, field) => {
    for (const size of [1, 9, form.length + 1]) {
      expect(await refusalOf(inPieces(form, [size]))).toEqual({ kind: 'invalid', paths: [field] });
      expect(incoming()).toEqual([]);
    }
  });

  it.each([
    '',
    'application/json',
    'application/x-www-form-urlencoded',
    `multipart/mixed; boundary=${BOUNDARY}`,
    'multipart/form-data',
    'multipart/form-data; boundary',
    'multipart/form-data; charset=utf-8',
  ])('has the type %j', async (type) => {
    expect(await refusalOf(inPieces(whole, [9]), type)).toEqual({ kind: 'invalid', paths: [''] });
  });

  it('ends somewhere, even when its sender does not', async () => {
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) yield MEGABYTE;
    }
    expect(await refusalOf(endless())).toEqual({ kind: 'invalid', paths: [''] });
  });

  it('leaves nothing when its sender is gone in the middle', async () => {
    async function* cut(): AsyncGenerator<Buffer> {
      yield headOf(FILE);
      yield MEGABYTE;
      throw new Error('aborted');
    }
    expect(await refusalOf(cut())).toEqual({ kind: 'invalid', paths: [''] });
    expect(incoming()).toEqual([]);
  });

  it('is invalid or a file, whatever it is made of', async () => {
    const heads = fc.constantFrom(
      `--${BOUNDARY}`,
      'Content-Disposition: ',
      'form-data; name="file"',
      '; filename="a.txt"',
      "; filename*=x'y'%ff",
      'Content-Type: text/plain; charset=utf-7',
      '=',
      '"',
      '\\',
    );
    const forms = fc.array(
      fc.oneof({ weight: 3, arbitrary: heads }, { weight: 2, arbitrary: marks }, fc.string()),
      {
        maxLength: 24,
      },
    );
    await fc.assert(
      fc.asyncProperty(forms, pieceSizes, async (pieces, sizes) => {
        const outcome = await read(inPieces(Buffer.from(pieces.join('')), sizes)).then(
          () => 'a file',
          (error: unknown) => (error as WhatsAppError).kind,
        );
        expect(['a file', 'invalid']).toContain(outcome);
        expect(incoming()).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves its connection open for the answer', async () => {
    const closed: string[] = [];
    const source: AsyncIterable<Buffer> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: MEGABYTE }),
        return: async () => {
          closed.push('the connection');
          return { done: true, value: undefined };
        },
      }),
    };
    expect(await refusalOf(source)).toEqual({ kind: 'invalid', paths: [''] });
    expect(closed).toEqual([]);
  });
});

describe('a disk that takes nothing', () => {
  it('ends the upload with its own reason', async () => {
    const storage = await open();
    rmSync(root, { recursive: true });
    await expect(receiveUpload(storage, withFileOf(4), TYPE)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(existsSync(root)).toBe(false);
  });
});
