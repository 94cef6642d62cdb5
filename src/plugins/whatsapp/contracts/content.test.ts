import { OutgoingContent, TEXT_MAX_LENGTH } from './content';

const accepts = (body: unknown) => OutgoingContent.safeParse({ type: 'text', body }).success;

describe('text to send', () => {
  it('may have 4,096 characters and not one more', () => {
    expect(accepts('a'.repeat(TEXT_MAX_LENGTH))).toBe(true);
    expect(accepts('a'.repeat(TEXT_MAX_LENGTH + 1))).toBe(false);
  });

  it.each(['', '   ', '\n\n', undefined, null, 7])('is not %j', (body) => {
    expect(accepts(body)).toBe(false);
  });
});
