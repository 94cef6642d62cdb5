import fc from 'fast-check';
import { isEmoji, OutgoingContent, TEXT_MAX_LENGTH } from './outgoing';

const problemsOf = (content: unknown): string[] => {
  const { error } = OutgoingContent.safeParse(content);
  return (error?.issues ?? []).map(({ path }) => path.join('.'));
};
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

describe('content to send', () => {
  const card = (more: object = {}) => ({ name: 'Nour Haddad', phones: ['+1 (555) 010-0124'], ...more });

  it.each([
    { type: 'image', fileId: 'a1', caption: 'x'.repeat(1_024) },
    { type: 'video', fileId: 'a1' },
    { type: 'audio', fileId: 'a1', voice: true },
    { type: 'document', fileId: 'a1', caption: 'The bill', filename: 'bill.pdf' },
    { type: 'location', latitude: -90, longitude: 180, name: 'The pole', address: 'Nowhere' },
    { type: 'contacts', contacts: [card()] },
    { type: 'reaction', emoji: '👍', targetId: 'm1' },
    { type: 'reaction', emoji: null, targetId: 'm1' },
  ])('may be %j', (content) => {
    expect(problemsOf(content)).toEqual([]);
  });

  it.each([
    ['caption', { type: 'image', fileId: 'a1', caption: 'x'.repeat(1_025) }],
    ['caption', { type: 'video', fileId: 'a1', caption: ' ' }],
    ['', { type: 'audio', fileId: 'a1', caption: 'Listen' }],
    ['', { type: 'image', fileId: 'a1', filename: 'a.png' }],
    ['fileId', { type: 'document' }],
    ['fileId', { type: 'document', fileId: '' }],
    ['filename', { type: 'document', fileId: 'a1', filename: ' ' }],
    ['voice', { type: 'audio', fileId: 'a1', voice: 'yes' }],
    ['latitude', { type: 'location', latitude: 90.001, longitude: 0 }],
    ['latitude', { type: 'location', latitude: '1', longitude: 0 }],
    ['longitude', { type: 'location', latitude: 0, longitude: -180.5 }],
    ['contacts', { type: 'contacts', contacts: [] }],
    ['contacts.0.phones', { type: 'contacts', contacts: [card({ phones: [] })] }],
    ['contacts.0.phones.0', { type: 'contacts', contacts: [card({ phones: ['1234'] })] }],
    ['contacts.0.phones.0', { type: 'contacts', contacts: [card({ phones: ['1'.repeat(21)] })] }],
    ['contacts.0.phones.0', { type: 'contacts', contacts: [card({ phones: ['call me'] })] }],
    ['contacts.0.name', { type: 'contacts', contacts: [card({ name: '' })] }],
    ['contacts.0', { type: 'contacts', contacts: [card({ email: 'nour@example.com' })] }],
    ['emoji', { type: 'reaction', targetId: 'm1' }],
    ['emoji', { type: 'reaction', emoji: '', targetId: 'm1' }],
    ['targetId', { type: 'reaction', emoji: '👍', targetId: '' }],
    ['type', { type: 'sticker', fileId: 'a1' }],
  ])('is refused at %j: %j', (path, content) => {
    expect(problemsOf(content)).toEqual([path]);
  });
});

describe('an emoji', () => {
  const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

  it.each(['👍', '❤️', '❤', '👍🏽', '👨‍👩‍👧‍👦', '🇪🇸', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '1️⃣', '#️⃣', '🏳️‍🌈', '👩🏾‍💻', '☺️', '🫠'])(
    'is %s, one sign',
    (emoji) => {
      expect(isEmoji(emoji)).toBe(true);
      expect([...graphemes.segment(emoji)]).toHaveLength(1);
    },
  );

  it.each(['', ' ', 'a', '1', '👍👍', '👍 ', 'ok 👍', '🇪', '‍', '️', '👍\n', '😀a', '\u{1F3FB}x'])(
    'is not %j',
    (text) => expect(isEmoji(text)).toBe(false),
  );

  it('is never more than one sign', () => {
    const parts = fc.constantFrom('👍', '❤', '️', '‍', '🏽', '🇪', '🇸', '1', '⃣', 'x', '󠁧', '󠁿');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        return !isEmoji(text) || [...graphemes.segment(text)].length === 1;
      }),
    );
  });
});
