import fc from 'fast-check';
import { readCard, writeCard } from './vcard';

describe('a contact card', () => {
  it('gives the name and every number', () => {
    const card = [
      'BEGIN:VCARD',
      'VERSION:3.0',
      'N:Ribalta;Ana;;;',
      'FN:Ana Ribalta',
      'item1.TEL;waid=15550100123:+1 555-010-0123',
      'TEL;type=HOME:555 0100 124',
      'END:VCARD',
    ].join('\r\n');
    expect(readCard(card)).toEqual({ name: 'Ana Ribalta', phones: ['+1 555-010-0123', '555 0100 124'] });
  });

  it('is called by its number when it has no name', () => {
    expect(readCard('BEGIN:VCARD\nTEL:+15550100123\nEND:VCARD').name).toBe('+15550100123');
  });

  it('goes on in the next line behind a space', () => {
    expect(readCard('FN:Ana\n  Ribalta').name).toBe('Ana Ribalta');
  });

  it('says after writing what it said before, whatever the name is', () => {
    const word = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((text) => text.replace(/[\r\n\\]/g, '').trim());
    fc.assert(
      fc.property(word.filter(Boolean), (name) => {
        expect(readCard(writeCard({ name, phones: ['+15550100123'] }))).toEqual({
          name,
          phones: ['+15550100123'],
        });
      }),
    );
  });
});
