import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { servedAs, typeToSend } from './file-type';

const OLD_OFFICE = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]);

describe('a file that shall be sent', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'file-type-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const typeOf = (bytes: Buffer, name: string | null): Promise<string> => {
    const file = path.join(folder, 'file');
    writeFileSync(file, bytes);
    return typeToSend(file, name);
  };

  it.each([
    ['letter.doc', 'application/msword'],
    ['prices.XLS', 'application/vnd.ms-excel'],
    ['talk.ppt', 'application/vnd.ms-powerpoint'],
    ['letter', 'application/x-cfb'],
    [null, 'application/x-cfb'],
  ])('of an older office is told apart by its ending: %s', async (name, type) => {
    expect(await typeOf(OLD_OFFICE, name)).toBe(type);
  });

  it.each([
    ['plain words', Buffer.from('name;price\r\nchair;12\n'), 'text/plain'],
    ['words of any script', Buffer.from('Añón · 日本語 · 👍'), 'text/plain'],
    ['a character that the sample cuts in two', Buffer.from(`${'x'.repeat(65_535)}ñ`), 'text/plain'],
    ['words in Latin-1', Buffer.from('Añón', 'latin1'), 'application/octet-stream'],
    ['words with a NUL', Buffer.from('a\0b'), 'application/octet-stream'],
    ['noise', Buffer.from([1, 2, 3, 0xff, 0]), 'application/octet-stream'],
  ])('with %s is what it is, whatever it is called', async (_what, bytes, type) => {
    expect(await typeOf(bytes, 'photo.jpg')).toBe(type);
  });

  it('is no picture to a browser because somebody may send it', async () => {
    expect(servedAs(await typeOf(Buffer.from('<script/>'), 'page.html'))).toMatchObject({
      mimeType: 'application/octet-stream',
      isShown: false,
    });
  });
});
