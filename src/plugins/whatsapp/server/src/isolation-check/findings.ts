import type { IsolationAttempt, IsolationReport } from '../../../contracts/isolation';
import type { Probe } from './probe';

/** What came out, attempt by attempt. */
export interface Findings {
  tried(target: string): void;
  leaked(target: string, how: { as: string; how: string; detail: string }): void;
  untested(target: string, how: { as: string; how: string; detail: string }): void;
  /** A request that must work was expected, and it did or did not. */
  control(probe: Probe, outcome: { as: string; worked: boolean; seen: string }): void;
  report(
    times: { startedAt: Date; tookMs: number },
    rest: Pick<IsolationReport, 'exempt' | 'notCovered'>,
  ): IsolationReport;
}

interface Control {
  probe: Probe;
  worked: boolean;
  seen: string;
}

const namedHow = ({ how, on }: Pick<Probe, 'how' | 'on'>): string => (on ? `${how} (${on})` : how);
export { namedHow };

export const createFindings = (): Findings => {
  const tries = new Map<string, number>();
  const leaks: IsolationAttempt[] = [];
  const untested: IsolationAttempt[] = [];
  const controls = new Map<string, Control>();

  /** Requests that worked for nobody, whatever type they were asked for: their refusals say nothing. */
  const failedControls = (): IsolationAttempt[] =>
    [...controls.values()]
      .filter(({ worked }) => !worked)
      .map(({ probe, seen }) => ({
        target: probe.target,
        as: 'everybody',
        how: probe.how,
        outcome: 'untested',
        detail: `not even an own row could be reached: ${seen}`,
      }));

  return {
    tried: (target) => void tries.set(target, (tries.get(target) ?? 0) + 1),
    leaked: (target, found) => void leaks.push({ target, outcome: 'leaked', ...found }),
    untested: (target, found) => void untested.push({ target, outcome: 'untested', ...found }),

    control(probe, { as, worked, seen: answer }) {
      if (probe.works === null) return;
      const key = `${probe.target} ${probe.how}`;
      const before = controls.get(key);
      const seen = `${answer} for the ${as}${probe.on ? ` (${probe.on})` : ''}`;
      controls.set(key, { probe, worked: worked || (before?.worked ?? false), seen: before?.seen ?? seen });
    },

    report({ startedAt, tookMs }, rest) {
      const open = [...untested, ...failedControls()];
      const targets = [...new Set([...tries.keys(), ...open.map(({ target }) => target)])];
      const count = (list: IsolationAttempt[], target: string) =>
        list.filter((one) => one.target === target).length;
      return {
        startedAt: startedAt.toISOString(),
        tookMs,
        attempts: [...tries.values()].reduce((sum, one) => sum + one, 0),
        routes: targets.filter((target) => target !== 'socket').length,
        leaks,
        untested: open,
        perRoute: targets.map((target) => ({
          target,
          attempts: tries.get(target) ?? 0,
          leaks: count(leaks, target),
          untested: count(open, target) > 0,
        })),
        ...rest,
      };
    },
  };
};
