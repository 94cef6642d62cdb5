import fc from 'fast-check';
import { SECRET } from './scoped-people';

const RELATIONS: Record<string, [string, string][]> = {
  deal: [
    ['stage', 'stage'],
    ['badges', 'badge'],
    ['topics', 'topic'],
  ],
  stage: [['deals', 'deal']],
  badge: [['deals', 'deal']],
  topic: [['deals', 'deal']],
};

const OPERATORS = [
  '$eq',
  '$ne',
  '$contains',
  '$notContains',
  '$startsWith',
  '$gt',
  '$in',
  '$null',
  '$notNull',
];
const VALUES = [SECRET, `${SECRET} deal`, 'own', '', 'true', '1'];

/** A way through relations that begins at a type, as REST spells it: `[deals][stage]`. */
const pathFrom = (type: string, steps: readonly number[]): string => {
  const [step, ...rest] = steps;
  const choices = RELATIONS[type] ?? [];
  const chosen = step === undefined ? undefined : choices[step % choices.length];
  return chosen ? `[${chosen[0]}]${pathFrom(chosen[1], rest)}` : '';
};

const populateFrom = (type: string, steps: readonly number[]): string => {
  const [step, ...rest] = steps;
  const choices = RELATIONS[type] ?? [];
  const chosen = step === undefined ? undefined : choices[step % choices.length];
  if (!chosen) return '=*';
  return rest.length > 0 ? `[${chosen[0]}][populate]${populateFrom(chosen[1], rest)}` : `[${chosen[0]}]=true`;
};

const steps = fc.array(fc.nat(5), { maxLength: 3 });
const clause = fc.record({
  steps,
  group: fc.constantFrom('', '[$or][0]', '[$and][0]', '[$not]'),
  field: fc.constantFrom('title', 'documentId'),
  operator: fc.constantFrom(...OPERATORS),
  value: fc.constantFrom(...VALUES),
});

export interface RandomQuery {
  type: string;
  path: string;
}

/** A list of any type of the application, filtered, sorted and populated through any relations. */
export const randomQuery: fc.Arbitrary<RandomQuery> = fc
  .record({
    type: fc.constantFrom(...Object.keys(RELATIONS)),
    clauses: fc.array(clause, { maxLength: 3 }),
    populate: steps,
    sort: fc.constantFrom('', '&sort=title:desc', '&sort=id'),
  })
  .map(({ type, clauses, populate, sort }) => {
    const filters = clauses
      .map(
        ({ steps: way, group, field, operator, value }) =>
          `&filters${group}${pathFrom(type, way)}[${field}][${operator}]=${encodeURIComponent(value)}`,
      )
      .join('');
    return { type, path: `/api/${type}s?populate${populateFrom(type, populate)}${filters}${sort}` };
  });
