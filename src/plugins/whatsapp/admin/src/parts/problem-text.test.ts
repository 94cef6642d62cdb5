import { problemOf } from '../api/problem';
import { explainFailure, explainProblem } from './problem-text';
import type { Text } from './useText';

const text: Text = (id) => `<${id}>`;

describe('a failure in words', () => {
  it('is translated where it is one that people meet often', () => {
    expect(explainFailure(text, { code: '131047', reason: 'Re-engagement message', remedy: null })).toEqual({
      reason: '<failure.131047.reason>',
      remedy: '<failure.131047.remedy>',
    });
  });

  it('keeps its own words otherwise', () => {
    expect(explainFailure(text, { code: '139999', reason: 'Odd', remedy: 'Ask' })).toEqual({
      reason: 'Odd',
      remedy: 'Ask',
    });
  });

  it('says what the server said where that is meant for people', () => {
    const details = { kind: 'rejected', message: 'This number is blocked', remedy: 'Unblock it' };
    expect(explainProblem(text, problemOf({ details }))).toEqual({
      reason: 'This number is blocked',
      remedy: 'Unblock it',
    });
  });

  it('says in hours when the next new people may be written to', () => {
    const counted: Text = (id, values) => `<${id}>${values?.hours ?? ''}`;
    const details = {
      kind: 'throttled',
      message: 'Enough for today',
      upstreamCode: 'new-contacts-per-day',
      retryAfterMs: 2.5 * 3_600_000,
    };
    expect(explainProblem(counted, problemOf({ details }))).toEqual({
      reason: '<problem.new-contacts>',
      remedy: '<problem.new-contacts.remedy>3',
    });
    expect(explainProblem(counted, problemOf({ details: { ...details, kind: 'unsupported' } })).reason).toBe(
      '<problem.no-new-contacts>',
    );
  });

  it('says nothing technical where it is not', () => {
    const details = { kind: 'internal', message: 'Cannot read properties of undefined' };
    expect(explainProblem(text, problemOf({ details })).reason).toBe('<problem.internal>');
  });
});
