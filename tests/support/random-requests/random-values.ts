import fc from 'fast-check';
import type { Attribute, Model } from './app-map';

/** What a request may name: rows of the caller's company, of the other one, of nobody, and none at all. */
export interface Pools {
  /** The ids of rows of each type, in both of Strapi's forms. */
  ids: ReadonlyMap<string, (number | string)[]>;
  /** To look for, and to write: what is written must not be taken for the other company's. */
  words: { asked: string[]; written: string[] };
}

const GARBAGE: (number | string)[] = [
  ...['0', '-1', 'x', '%00', '..', 'null', '1 or 1=1', '*', 'ä'.repeat(40), '9'.repeat(30)],
  ...[0, -1, 1.5, 99_999_999, 2 ** 40],
  'a'.repeat(24),
];

/** Which of the words a value is made of. */
export type Purpose = keyof Pools['words'];

export interface Values {
  /** An id for a row of this type; without a type, of any. */
  idOf(uid?: string): fc.Arbitrary<number | string>;
  scalarOf(attribute: Attribute): fc.Arbitrary<unknown>;
  word: fc.Arbitrary<string>;
}

export const createValues = ({ ids, words }: Pools, purpose: Purpose): Values => {
  const all = [...ids.values()].flat();
  const idOf = (uid?: string) => {
    const fitting = uid ? (ids.get(uid) ?? []) : all;
    return fc.oneof(
      { arbitrary: fc.constantFrom(...(fitting.length > 0 ? fitting : all)), weight: 8 },
      { arbitrary: fc.constantFrom(...all), weight: 1 },
      { arbitrary: fc.constantFrom(...GARBAGE), weight: 1 },
    );
  };
  const word = fc.constantFrom(...words[purpose]);
  const scalars: Record<string, fc.Arbitrary<unknown>> = {
    integer: fc.constantFrom<unknown>(1, 0, -1, '1', 'x', null, 2 ** 33),
    biginteger: fc.constantFrom<unknown>(1, '1', 'x', null, '9'.repeat(25)),
    boolean: fc.constantFrom<unknown>(true, false, 'true', null),
    datetime: fc.constantFrom<unknown>('2026-01-02T03:04:05.000Z', '2026-01-01', 'x', null, 5),
    json: fc.constantFrom<unknown>({}, [], 'x', null, { type: 'text', body: 'hello' }),
  };
  const scalarOf = ({ type, enum: choices }: Attribute) =>
    choices && choices.length > 0
      ? fc.constantFrom(...choices, 'x')
      : (scalars[type] ??
        fc.oneof({ arbitrary: word, weight: 5 }, fc.constantFrom<unknown>(null, 7, '', true)));
  return { idOf, scalarOf, word };
};

export const isRelation = ({ type }: Attribute): boolean => type === 'relation';
export const isPart = ({ type }: Attribute): boolean => type === 'component' || type === 'dynamiczone';

/** The types to which an attribute leads: one, several in a dynamic zone, none for a plain column. */
export const targetsOf = ({ target, component, components }: Attribute): string[] => [
  ...(target ? [target] : []),
  ...(component ? [component] : []),
  ...(components ?? []),
];

const STRAPIS = new Set(['createdBy', 'updatedBy', 'localizations', 'createdAt', 'updatedAt', 'publishedAt']);

/** Whether a developer wrote this attribute: Strapi and this plugin have theirs on every type. */
export const isDeclared = (name: string): boolean => name !== 'tenant' && name !== 'id' && !STRAPIS.has(name);

/** Mostly what a developer declared, now and then what Strapi and this plugin added, and what is not there. */
export const fieldsOf = ({ attributes }: Model): fc.Arbitrary<[string, Attribute]> => {
  const all = Object.entries(attributes).filter(([name]) => !name.startsWith('__'));
  const own = all.filter(([name]) => isDeclared(name));
  const nothing: [string, Attribute] = ['nothing', { type: 'string' }];
  return fc.oneof(
    { arbitrary: fc.constantFrom(...own), weight: 30 },
    { arbitrary: fc.constantFrom(...all), weight: 2 },
    { arbitrary: fc.constant(nothing), weight: 1 },
  );
};
