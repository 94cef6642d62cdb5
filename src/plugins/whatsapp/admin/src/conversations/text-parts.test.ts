import fc from 'fast-check';
import { textParts } from './text-parts';

const links = (text: string) => textParts(text).flatMap((part) => (part.type === 'link' ? [part.value] : []));

describe('the parts of a text', () => {
  it.each([
    ['See https://example.com/a?b=c#d now', ['https://example.com/a?b=c#d']],
    ['HTTP://EXAMPLE.COM and https://example.org', ['HTTP://EXAMPLE.COM', 'https://example.org']],
    ['Is it https://example.com?', ['https://example.com']],
    ['(https://example.com/x)', ['https://example.com/x']],
    ['https://example.com/wiki/A_(b)', ['https://example.com/wiki/A_(b)']],
    ['*https://example.com/offer*', ['https://example.com/offer']],
    ['first\nhttps://example.com\nlast', ['https://example.com']],
  ])('link the addresses of %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'xhttps://example.com',
    'https://',
    'mailto:ana@example.com',
    'example.com',
  ])('link nothing in %j', (text) => {
    expect(links(text)).toEqual([]);
  });

  it('are the text again when joined, whatever it contains', () => {
    const pieces = fc.constantFrom(
      'https://',
      'http://a.b',
      '(',
      ')',
      '.',
      ' ',
      '\n',
      '<',
      '"',
      'é',
      '👋',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          expect(
            textParts(text)
              .map(({ value }) => value)
              .join(''),
          ).toBe(text);
        },
      ),
    );
  });

  it('lead only to http and https', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, around) => {
        const targets = textParts(`${around} ${url} ${around}`).flatMap((part) =>
          part.type === 'link' ? [new URL(part.href).protocol] : [],
        );
        expect(targets.every((protocol) => ['http:', 'https:'].includes(protocol))).toBe(true);
      }),
    );
  });
});
