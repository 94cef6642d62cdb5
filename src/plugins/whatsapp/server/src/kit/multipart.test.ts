import fc from 'fast-check';
import { boundaryOf, dispositionOf, MultipartFault, readParts } from './multipart';

const BOUNDARY = '----form42';

interface Sent {
  head: string;
  body: Buffer;
}

const formOf = (parts: Sent[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ head, body }) => [
      Buffer.from(`--${BOUNDARY}\r\n${head}\r\n\r\n`),
      body,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);

async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (let index = 0; from < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

const read = async (form: Buffer, sizes: readonly number[] = [form.length]): Promise<Sent[]> => {
  const found: Sent[] = [];
  for await (const part of readParts(inPieces(form, sizes), BOUNDARY)) {
    const pieces: Buffer[] = [];
    for await (const piece of part.body) pieces.push(piece);
    found.push({ head: part.headers.get('content-disposition') ?? '', body: Buffer.concat(pieces) });
  }
  return found;
};

const part = (body: string | Buffer, name = 'file'): Sent => ({
  head: `Content-Disposition: form-data; name="${name}"`,
  body: Buffer.from(body),
});

describe('a form', () => {
  it('gives back what was put in, whatever it is and however it comes', async () => {
    const bodies = fc.array(
      fc
        .array(
          fc.oneof(
            fc.constantFrom('\r\n', '--', BOUNDARY, `\r\n--${BOUNDARY.slice(0, 5)}`, '-'),
            fc.string(),
          ),
        )
        .map((pieces) => pieces.join(''))
        .filter((body) => !`\r\n${body}`.includes(`\r\n--${BOUNDARY}`)),
      { maxLength: 4 },
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(bodies, sizes, async (sent, pieces) => {
        const found = await read(formOf(sent.map((body) => part(body))), pieces);
        expect(found.map(({ body }) => body.toString())).toEqual(sent);
      }),
    );
  });

  it('may begin with words for others, and be read in part', async () => {
    const form = Buffer.concat([
      Buffer.from('This is a form.\r\n'),
      formOf([part('x'.repeat(500)), part('last')]),
    ]);
    const seen: string[] = [];
    for await (const { body } of readParts(inPieces(form, [7]), BOUNDARY)) {
      const [first] = [(await body[Symbol.asyncIterator]().next()).value as Buffer];
      seen.push(first.toString().slice(0, 1));
    }
    expect(seen).toEqual(['x', 'l']);
  });

  it.each([
    ['breaks off in a body', formOf([part('hello')]).subarray(0, -20)],
    ['breaks off before its end', formOf([part('hello')]).subarray(0, -5)],
    ['has no boundary', Buffer.from('hello')],
    ['has a part without a head', Buffer.from(`--${BOUNDARY}\r\nhello\r\n\r\nx\r\n--${BOUNDARY}--`)],
    ['goes on after a boundary', Buffer.from(`--${BOUNDARY}xx\r\n\r\n`)],
    ['has a head without end', Buffer.concat([Buffer.from(`--${BOUNDARY}\r\n`), Buffer.alloc(40_000, 'a')])],
  ])('that %s is none', async (_what, form) => {
    await expect(read(form, [9])).rejects.toBeInstanceOf(MultipartFault);
  });

  it.each([
    ['multipart/form-data; boundary=abc', 'abc'],
    ['Multipart/Form-Data; charset=utf-8; boundary="a b"', 'a b'],
    ['multipart/mixed; boundary=abc', undefined],
    ['multipart/form-data', undefined],
    ['application/json', undefined],
  ])('with the type %j has the boundary %j', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });

  it.each([
    ['form-data; name="file"; filename="a \\"b\\" %22c%22.pdf"', { name: 'file', filename: 'a "b" "c".pdf' }],
    ['form-data; name=file', { name: 'file', filename: undefined }],
    ['form-data; filename="name=.png"', { name: undefined, filename: 'name=.png' }],
    ['form-data; name="factura de Añón.pdf"', { name: 'factura de Añón.pdf', filename: undefined }],
  ])('names its parts: %j', (disposition, names) => {
    const headers = new Map([['content-disposition', disposition]]);
    expect(dispositionOf({ headers, body: inPieces(Buffer.alloc(0), [1]) })).toEqual(names);
  });
});
