import { dayOf, filtersOf, isFiltered, paramsOf, startOfDay, viewIn } from './audit-filters';

const view = (search: string) => viewIn(new URLSearchParams(search));

describe('the filters of the audit log', () => {
  it('stand in the address and come back from it', () => {
    const search = 'action=member.added&actor=Olga&from=2026-11-02&until=2026-11-03';
    expect(new URLSearchParams(paramsOf(view(search))).toString()).toBe(search);
  });

  it.each([
    ['an action that does not exist', 'action=member.kissed'],
    ['a day that is none', 'from=yesterday&until=2026-11-'],
    ['nothing at all', ''],
  ])('ignore %s', (_what, search) => {
    expect(filtersOf(view(search))).toEqual({});
    expect(isFiltered(view(search))).toBe(false);
  });

  it('take days whole, from the first moment of one to the last of the other', () => {
    const { from, until } = filtersOf(view('from=2026-11-02&until=2026-11-02'));
    expect(from).toBe(new Date(2026, 10, 2).toISOString());
    expect(until).toBe(new Date(2026, 10, 2, 23, 59, 59, 999).toISOString());
  });

  it('leave out a name of blanks only', () => {
    expect(filtersOf(view('actor=%20%20'))).toEqual({});
  });

  it('name the day of a moment in the reader’s own time zone', () => {
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05');
    expect(startOfDay('2026-01-05')?.getTime()).toBe(new Date(2026, 0, 5).getTime());
  });
});
