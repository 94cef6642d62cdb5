import { TENANT } from '../store';
import { row, type Slot } from './probe';
import { isToMany, textOf, type Attribute, type Type } from './types';

/** A row of this type: one of a company can be another company's, one of nobody's is everybody's. */
export const place = ({ uid, isScoped }: Type, form: 'documentId' | 'id' = 'documentId'): Slot =>
  isScoped ? row(uid, form) : { slot: 'shared', uid, form };

export interface Form {
  how: string;
  value: unknown;
  isUsual: boolean;
}

/** Every form in which a relation can be written. */
export const formsOf = (target: Type, attribute: Attribute): Form[] => {
  const [documentId, id] = [place(target), place(target, 'id')];
  const form = (how: string, value: unknown, isUsual = false): Form => ({ how, value, isUsual });
  const objects = [
    form('connect', { connect: [documentId] }, true),
    form('connect an object', { connect: [{ documentId }] }),
    form('connect a number', { connect: [{ id }] }),
    form('set', { set: [{ documentId }] }),
    form('set a number', { set: [{ id }] }),
  ];
  return isToMany(attribute)
    ? [
        ...objects,
        form('a list', [documentId]),
        form('a list of numbers', [id], true),
        form('disconnect', { disconnect: [{ documentId }] }),
      ]
    : [...objects, form('an id', documentId), form('a number', id, true)];
};

/** The form that the Content Manager sends. */
export const asConnected = (target: Type): unknown => ({
  connect: [{ id: place(target, 'id'), documentId: place(target) }],
  disconnect: [],
});

/** Texts of a request that are never the same twice, and of a shared type such as can be found again. */
export const freshWords =
  ({ isScoped }: Type) =>
  ({ kind, max }: { kind: 'word' | 'mail' | 'name'; max?: number }): Slot => ({
    slot: 'fresh',
    kind: kind === 'mail' ? 'mail' : 'word',
    max,
    isShared: !isScoped,
  });

/** A change that a person might make; null where a type has nothing to write into. */
export const changeOf = (type: Type): Record<string, Slot> | null => {
  const text = textOf(type);
  const attribute = text === undefined ? undefined : type.attributes[text];
  if (text === undefined || !attribute) return null;
  const kind = attribute.type === 'email' ? 'mail' : 'word';
  return { [text]: freshWords(type)({ kind, max: attribute.maxLength }) };
};

/** A row that is said to be another company's. */
export const asTenant = { tenant: row(TENANT, 'id') };
