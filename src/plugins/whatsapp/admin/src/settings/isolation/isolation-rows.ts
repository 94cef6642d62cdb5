import type { IsolationReport } from '../../../../contracts/isolation';

export type RouteRow = IsolationReport['perRoute'][number];

export const isClean = ({ leaks, untested }: Pick<IsolationReport, 'leaks' | 'untested'>): boolean =>
  leaks.length === 0 && untested.length === 0;

export const hasProblem = ({ leaks, untested }: RouteRow): boolean => leaks > 0 || untested;

/** Problems first; otherwise as the router has them. */
export const routeRows = (
  { perRoute }: Pick<IsolationReport, 'perRoute'>,
  onlyProblems: boolean,
): RouteRow[] =>
  [...perRoute]
    .filter((row) => !onlyProblems || hasProblem(row))
    .sort((a, b) => Number(hasProblem(b)) - Number(hasProblem(a)));
