import fc from 'fast-check';
import { accentOf, addressOf, AVATAR_ACCENTS, initialsOf } from './person-look';

describe('a person without a picture', () => {
  it.each([
    ['Ana Prueba', 'AP'],
    ['ana', 'A'],
    ['María José de la Torre', 'MT'],
    ['  Zoë   Ünal ', 'ZÜ'],
    ['+1 555 010 0001', '10'],
    ['🌞 Lara', 'L'],
    ['🌞', ''],
    ['', ''],
  ])('called %j has the initials %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('always has the same colour', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect(accentOf(id)).toBe(accentOf(id));
        expect(AVATAR_ACCENTS).toContain(accentOf(id));
      }),
    );
  });

  it('is told apart by the number, or by the name on WhatsApp where there is none', () => {
    const contact = { id: 'c', name: 'Ana', phone: null, username: 'ana.p' };
    expect(addressOf({ ...contact, phone: '+1 555 010 0001' })).toBe('+1 555 010 0001');
    expect(addressOf(contact)).toBe('@ana.p');
    expect(addressOf({ ...contact, username: null })).toBeNull();
  });
});
