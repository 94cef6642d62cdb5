import { AuditAction } from '../../../../contracts/audit';
import type { AuditFilters } from '../../api/audit';

/** What stands in the address: days as people write them, in the reader's own time zone. */
export interface AuditView {
  action: AuditAction | null;
  actor: string;
  from: string | null;
  until: string | null;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The first moment of a day, `add` days later; null for what is no day. */
export const startOfDay = (day: string, add = 0): Date | null => {
  const [, year, month, date] = DAY.exec(day) ?? [];
  if (!year) return null;
  const start = new Date(Number(year), Number(month) - 1, Number(date) + add);
  return Number.isNaN(start.getTime()) ? null : start;
};

/** The day of a moment, as it stands in the address. */
export const dayOf = (moment: Date): string =>
  [moment.getFullYear(), moment.getMonth() + 1, moment.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');

const dayIn = (params: URLSearchParams, name: string): string | null => {
  const day = params.get(name);
  return day !== null && startOfDay(day) ? day : null;
};

/** A link may be old, or typed by hand: what is not understood is no filter. */
export const viewIn = (params: URLSearchParams): AuditView => ({
  action: AuditAction.safeParse(params.get('action')).data ?? null,
  actor: (params.get('actor') ?? '').slice(0, 120),
  from: dayIn(params, 'from'),
  until: dayIn(params, 'until'),
});

export const paramsOf = (view: AuditView): Record<string, string> =>
  Object.fromEntries(Object.entries(view).filter((entry): entry is [string, string] => Boolean(entry[1])));

/** The same as the API takes it. A day counts whole: until the 3rd is before the 4th begins. */
export const filtersOf = ({ action, actor, from, until }: AuditView): AuditFilters => {
  const start = from ? startOfDay(from) : null;
  const end = until ? startOfDay(until, 1) : null;
  return {
    ...(action ? { action } : {}),
    ...(actor.trim() ? { actor: actor.trim() } : {}),
    ...(start ? { from: start.toISOString() } : {}),
    ...(end ? { until: new Date(end.getTime() - 1).toISOString() } : {}),
  };
};

export const isFiltered = (view: AuditView): boolean => Object.keys(paramsOf(view)).length > 0;
