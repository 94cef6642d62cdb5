import fc from 'fast-check';
import { clip, storable } from './storable';

const NUL = String.fromCharCode(0);

describe('storable', () => {
  it('takes NUL characters and broken surrogates out of every string', () => {
    const dirty = { body: `a${NUL}b`, list: ['\ud83d', { [`k${NUL}`]: 'x' }] };
    expect(storable(dirty)).toEqual({ body: 'ab', list: ['\ufffd', { k: 'x' }] });
  });

  it('leaves whole emoji, accents and right-to-left text alone', () => {
    const clean = '👩‍👩‍👧 olá, ação — שלום';
    expect(storable(clean)).toBe(clean);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(storable(storable(value))).toEqual(storable(value));
      }),
    );
  });

  it('clips without splitting a character', () => {
    expect(clip('👍'.repeat(200), 255)).toBe('👍'.repeat(200));
    expect(clip('👍'.repeat(300), 255)).toBe('👍'.repeat(255));
  });
});
