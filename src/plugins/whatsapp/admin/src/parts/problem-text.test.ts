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

  it('says nothing technical where it is not', () => {
    const details = { kind: 'internal', message: 'Cannot read properties of undefined' };
    expect(explainProblem(text, problemOf({ details })).reason).toBe('<problem.internal>');
  });
});
