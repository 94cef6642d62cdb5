import fc from 'fast-check';
import { readAddress, signAddress } from './address-token';

const KEY = Buffer.alloc(32, 7);
const NOW = new Date('2026-11-20T10:00:00.000Z');
const LATER = new Date('2026-11-20T10:05:00.000Z');
const ADDRESS = { fileId: 'a1b2c3d4e5f6a7b8c9d0e1f2', tenantId: 42, expiresAt: LATER };

const fileIds = fc
  .array(fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), { minLength: 24, maxLength: 24 })
  .map((characters) => characters.join(''));

describe('the token of an address', () => {
  it('comes back as it was signed', () => {
    fc.assert(
      fc.property(fileIds, fc.nat(), fc.integer({ min: 1, max: 2 ** 40 }), (fileId, tenantId, ms) => {
        const address = { fileId, tenantId, expiresAt: new Date(NOW.getTime() + ms) };
        expect(readAddress(KEY, signAddress(KEY, address), NOW)).toEqual(address);
      }),
    );
  });

  it('is worth nothing once a single character is another', () => {
    const token = signAddress(KEY, ADDRESS);
    const characters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...characters), (index, character) => {
        fc.pre(token[index] !== character);
        const altered = `${token.slice(0, index)}${character}${token.slice(index + 1)}`;
        expect(readAddress(KEY, altered, NOW)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('is worth nothing in any other shape', () => {
    const token = signAddress(KEY, ADDRESS);
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(readAddress(KEY, text, NOW)).toBeNull();
      }),
    );
    const shapes = [
      `${token}=`,
      ` ${token}`,
      `${token}\n`,
      token.slice(1),
      token.replace(/.$/, '+'),
      `${token}/..`,
    ];
    expect(shapes.map((shape) => readAddress(KEY, shape, NOW))).toEqual(shapes.map(() => null));
  });

  it('ends at its time, not after it', () => {
    const token = signAddress(KEY, ADDRESS);
    expect(readAddress(KEY, token, new Date(LATER.getTime() - 1))).toEqual(ADDRESS);
    expect(readAddress(KEY, token, LATER)).toBeNull();
  });

  it('is of one installation', () => {
    expect(readAddress(Buffer.alloc(32, 8), signAddress(KEY, ADDRESS), NOW)).toBeNull();
  });

  it('is made for files only', () => {
    expect(() => signAddress(KEY, { ...ADDRESS, fileId: '../../../../../../etc/pa' })).toThrow('no id');
  });
});
