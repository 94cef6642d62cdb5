import fc from 'fast-check';
import type { MessageContent } from '../../../contracts/content';
import { backoffMs } from './backoff';
import { chunks, groupBy } from './chunks';
import { decodeCursor, decodeIdCursor, encodeCursor, encodeIdCursor } from './cursor';
import { newDocumentId } from './ids';
import { previewOf } from './preview';
import { isSignedRequest, signRequest } from './signature';

describe('backoff', () => {
  it('doubles up to its ceiling and never leaves the upper half', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, chance) => {
          const wait = backoffMs(attempt, { baseMs: 1_000, maxMs: 60_000, random: () => chance });
          const ceiling = Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 30));
          expect(wait).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
          expect(wait).toBeLessThanOrEqual(ceiling);
        },
      ),
    );
  });
});

describe('cursor', () => {
  it('comes back as it was', () => {
    const position = { at: new Date('2026-03-01T10:00:00.123Z'), tie: 42 };
    expect(decodeCursor(encodeCursor(position), 'cursor')).toEqual(position);
  });

  it.each(['', 'x', 'MTIz', '../../etc'])('refuses %j and names the field', (cursor) => {
    expect(() => decodeCursor(cursor, 'before')).toThrow('The cursor is not valid');
    expect(() => decodeIdCursor(cursor, 'cursor')).toThrow('The cursor is not valid');
  });

  it('of one list is none of the other', () => {
    expect(decodeIdCursor(encodeIdCursor(42), 'cursor')).toBe(42);
    const position = encodeCursor({ at: new Date(0), tie: 42 });
    expect(() => decodeIdCursor(position, 'cursor')).toThrow('The cursor is not valid');
    expect(() => decodeCursor(encodeIdCursor(42), 'before')).toThrow('The cursor is not valid');
  });
});

describe('ids', () => {
  it('have 24 characters, begin with a letter and do not repeat', () => {
    const ids = Array.from({ length: 2_000 }, newDocumentId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]{23}$/);
  });
});

describe('chunks', () => {
  it('keep every item once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 7 }), (items, size) => {
        expect(chunks(items, size).flat()).toEqual(items);
      }),
    );
  });

  it('group by key in the order of appearance', () => {
    expect([...groupBy([1, 2, 3, 4], (n) => n % 2)]).toEqual([
      [1, [1, 3]],
      [0, [2, 4]],
    ]);
  });
});

describe('preview', () => {
  it('is one line of at most 160 characters', () => {
    const line = previewOf({ type: 'text', body: `first\nsecond ${'x'.repeat(400)}` });
    expect(line.startsWith('first second')).toBe(true);
    expect([...line]).toHaveLength(160);
  });

  it.each<[MessageContent, string]>([
    [{ type: 'image', caption: 'The roof' }, '📷 The roof'],
    [{ type: 'audio', voice: true }, '🎤'],
    [{ type: 'document', filename: 'offer.pdf' }, '📄 offer.pdf'],
    [{ type: 'choice', title: 'Yes, please' }, 'Yes, please'],
    [{ type: 'unsupported', original: 'poll', raw: {} }, '❔ poll'],
  ])('names what is no text', (content, line) => {
    expect(previewOf(content)).toBe(line);
  });
});

describe('signature between plugin and bridge', () => {
  const request = {
    secret: 's'.repeat(32),
    method: 'POST',
    path: '/api/whatsapp/bridge/deliveries',
    body: '{"a":1}',
  };
  const now = 1_800_000_000_000;
  const signature = signRequest(request, now);

  it('holds for the very same request', () => {
    expect(isSignedRequest(request, signature, now + 60_000)).toBe(true);
  });

  it.each([
    ['another body', { body: '{"a":2}' }],
    ['another path', { path: '/api/whatsapp/bridge/configuration' }],
    ['another method', { method: 'GET' }],
    ['another secret', { secret: 't'.repeat(32) }],
  ])('fails for %s', (_name, change) => {
    expect(isSignedRequest({ ...request, ...change }, signature, now)).toBe(false);
  });

  it('fails after five minutes', () => {
    expect(isSignedRequest(request, signature, now + 5 * 60_000 + 1)).toBe(false);
  });

  it.each([undefined, '', 'v1=abc', `t=${now},v1=short`])('fails for the header %j', (header) => {
    expect(isSignedRequest(request, header, now)).toBe(false);
  });
});
