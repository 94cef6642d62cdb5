import fc from 'fast-check';
import { cleanFileName, contentDisposition, withExtension } from './file-name';

describe('the name of a file', () => {
  it.each([
    ['Invoice 2026.pdf', 'Invoice 2026.pdf'],
    ['Año nuevo – menú.docx', 'Año nuevo – menú.docx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system32\\cmd.exe', 'cmd.exe'],
    ['a\r\nSet-Cookie: x=1.txt', 'aSet-Cookie x=1.txt'],
    ['say "hi".txt', 'say hi.txt'],
    ['harmless\u202Egpj.exe', 'harmlessgpj.exe'],
    ['zero\u200Bwidth\uFEFF.png', 'zerowidth.png'],
    ['.htaccess', 'htaccess'],
    ['CON.txt', '_CON.txt'],
    ['nul', '_nul'],
    ['trailing. . ', 'trailing'],
  ])('%j becomes %j', (given, expected) => {
    expect(cleanFileName(given)).toBe(expected);
  });

  it.each(['', '   ', '..', '/', '\u202E', '"', '\0'])('%j is none', (given) => {
    expect(cleanFileName(given)).toBeNull();
  });

  it('is cut before its ending, never in the middle of a character', () => {
    const name = cleanFileName(`${'👍'.repeat(200)}.jpeg`) ?? '';
    expect([...name]).toHaveLength(120);
    expect(name.endsWith('👍.jpeg')).toBe(true);
  });

  it('holds nothing that leads elsewhere or ends a header, whatever was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = cleanFileName(given) ?? 'none';
        expect(name).not.toMatch(/[/\\"\p{Cc}\p{Cf}]/u);
        expect(['', '.', '..']).not.toContain(name);
        const header = contentDisposition('attachment', name);
        expect(header).toMatch(
          /^attachment; filename="[^"\\%\r\n]*"; filename\*=UTF-8''[A-Za-z0-9\-._~%$&+^`|#]*$/,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the ending of a name', () => {
  it.each([
    ['photo.jpg', ['jpg', 'jpeg'], 'photo.jpg'],
    ['photo.JPEG', ['jpg', 'jpeg'], 'photo.JPEG'],
    ['photo.html', ['jpg', 'jpeg'], 'photo.jpg'],
    ['photo', ['png'], 'photo.png'],
    ['my.holiday photos', ['png'], 'my.holiday photos.png'],
    ['list.csv', [], 'list.csv'],
  ])('of %s with %j is that of the bytes', (name, extensions, expected) => {
    expect(withExtension(name, extensions)).toBe(expected);
  });
});
