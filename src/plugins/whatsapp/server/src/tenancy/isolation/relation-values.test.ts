import fc from 'fast-check';
import { namedIds, namedOfTypes, splitIds } from './relation-values';

describe('the rows that a relation names', () => {
  it.each<[string, unknown, (number | string)[]]>([
    ['nothing', null, []],
    ['an id', 5, [5]],
    ['a document', 'abc', ['abc']],
    ['an object with an id', { id: 5, documentId: 'abc' }, [5]],
    ['an object with a document', { documentId: 'abc', locale: 'en' }, ['abc']],
    ['a list', [5, { id: 6 }, 'abc'], [5, 6, 'abc']],
    ['set', { set: [{ id: 5 }] }, [5]],
    ['connect', { connect: [{ id: 5, position: { end: true } }] }, [5]],
    ['connect of one', { connect: { documentId: 'abc' } }, ['abc']],
    ['disconnect', { disconnect: [{ id: 5 }] }, []],
    ['both', { connect: [5], disconnect: [6], set: [7] }, [7, 5]],
    ['what is no relation', true, []],
  ])('are found in %s', (_name, value, ids) => {
    expect(namedIds(value)).toEqual(ids);
  });

  it('are found however deep lists and forms are nested', () => {
    const form = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(42),
        fc.record({ id: fc.constant(42) }),
        fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
        fc.record({ set: tie('value') }),
        fc.record({ connect: tie('value') }),
      ),
    }));
    fc.assert(fc.property(form.value, (value) => namedIds(value).includes(42)));
  });

  it('say their type where a relation has several', () => {
    const value = { connect: [{ __type: 'a', id: 1 }], set: [{ __type: 'b', documentId: 'x' }] };
    expect(namedOfTypes(value)).toEqual([
      { uid: 'b', id: 'x' },
      { uid: 'a', id: 1 },
    ]);
  });

  it('are rows by number and documents by name', () => {
    expect(splitIds([1, '2', 'x', 1])).toEqual({ ids: [1, 2], documentIds: ['x'] });
  });
});
