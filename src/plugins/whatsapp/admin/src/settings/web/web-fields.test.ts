import type { Text } from '../../parts/useText';
import { limitFault, sessionChanges } from './web-fields';

const text: Text = (id) => id;
const session = { takesGroups: false, newContactsPerDay: null };

describe('the settings of a session', () => {
  it.each(['', ' ', '0', '20', ' 1000 '])('take %p as a limit of new people', (typed) => {
    expect(limitFault(text, typed)).toBeUndefined();
  });

  it.each(['-1', '1001', '2.5', 'many', 'NaN', '1e9'])('refuse %p', (typed) => {
    expect(limitFault(text, typed)).toBe('web.new-people.wrong');
  });

  it('tell the server what was changed, and nothing else', () => {
    expect(sessionChanges(session, { takesGroups: false, newPeople: '' })).toBeNull();
    expect(sessionChanges(session, { takesGroups: true, newPeople: '' })).toEqual({ takesGroups: true });
    expect(sessionChanges(session, { takesGroups: false, newPeople: '5' })).toEqual({ newContactsPerDay: 5 });
    expect(
      sessionChanges({ ...session, newContactsPerDay: 5 }, { takesGroups: false, newPeople: '' }),
    ).toEqual({ newContactsPerDay: null });
  });
});
