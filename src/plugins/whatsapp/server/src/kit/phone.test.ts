import { formatPhone, phoneKey } from './phone';

/** Invented numbers in the forms in which WhatsApp and people write them. */
const SAME_PERSON: [string, string, string][] = [
  ['Brazil, São Paulo', '5511987650123', '551187650123'],
  ['Brazil, Rio', '5521991230456', '552191230456'],
  ['Brazil, Ceará', '5585970000111', '558570000111'],
  ['Mexico, city', '5215512340001', '525512340001'],
  ['Mexico, Guadalajara', '5213312340002', '523312340002'],
  ['Argentina, Buenos Aires', '5491123450003', '541123450003'],
  ['Argentina, Córdoba', '5493512345004', '543512345004'],
];

const DIFFERENT_PEOPLE: [string, string, string][] = [
  ['two Brazilian mobiles', '5511987650123', '5511987650124'],
  ['a Brazilian landline and a mobile', '551130001234', '5511930001234'],
  ['two Mexicans', '525512340001', '525512340002'],
  ['the same digits in two countries', '15550100123', '445550100123'],
  ['Ivory Coast, old and new length', '22507000001', '2250700000001'],
];

describe('phone key', () => {
  it.each(SAME_PERSON)('is one for both forms of a number: %s', (_name, one, other) => {
    expect(phoneKey(one)).toBe(phoneKey(other));
  });

  it.each(DIFFERENT_PEOPLE)('tells apart: %s', (_name, one, other) => {
    expect(phoneKey(one)).not.toBe(phoneKey(other));
  });

  it.each(['US.13491208655302741918', '123', '', '+15550100123', '12036304@g.us'])(
    'is nothing for %j',
    (value) => {
      expect(phoneKey(value)).toBeNull();
    },
  );

  it('is its own key', () => {
    for (const [, one] of SAME_PERSON) expect(phoneKey(phoneKey(one) ?? '')).toBe(phoneKey(one));
  });
});

describe('formatPhone', () => {
  it('writes a number as people read it', () => {
    expect(formatPhone('442079460123')).toBe('+44 20 7946 0123');
  });

  it('writes the same number the same way, however many others come between', () => {
    for (let n = 0; n < 10_001; n += 1) formatPhone(String(999_000_000 + n));
    expect([formatPhone('442079460123'), formatPhone('442079460123')]).toEqual([
      '+44 20 7946 0123',
      '+44 20 7946 0123',
    ]);
  });

  it('leaves what is no known number as digits', () => {
    expect(formatPhone('999')).toBe('+999');
  });
});
