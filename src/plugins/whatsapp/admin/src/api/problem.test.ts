import { problemOf } from './problem';

describe('an error of a request', () => {
  it('is what the plugin reports, with its fields', () => {
    const error = {
      status: 400,
      name: 'invalid',
      message: 'The request is not valid',
      details: {
        kind: 'invalid',
        message: 'The request is not valid',
        fields: [{ path: 'credentials.appSecret', message: 'An app secret has 32 hexadecimal characters' }],
      },
    };
    expect(problemOf(error)).toMatchObject({
      kind: 'invalid',
      message: 'The request is not valid',
      fields: [{ path: 'credentials.appSecret' }],
    });
  });

  it('carries the checks of a refused channel', () => {
    const check = {
      id: 'token',
      result: 'failed',
      message: 'The token has expired',
      remedy: 'Make a new one',
    };
    const details = {
      kind: 'rejected',
      message: 'The connection does not work',
      upstreamCode: '190',
      checks: [check],
    };
    expect(problemOf({ status: 422, name: 'rejected', message: 'x', details })).toMatchObject({
      kind: 'rejected',
      code: '190',
      checks: [check],
    });
  });

  it('is known by its status when Strapi itself refused', () => {
    expect(problemOf({ status: 403, name: 'ForbiddenError', message: 'Forbidden', details: {} }).kind).toBe(
      'forbidden',
    );
    expect(problemOf({ status: 503, name: 'UnknownError', message: 'x', details: undefined }).kind).toBe(
      'unreachable',
    );
  });

  it('is an unreachable server when no answer came at all', () => {
    expect(problemOf({ name: 'TypeError', message: 'Failed to fetch' })).toMatchObject({
      kind: 'unreachable',
      message: null,
    });
  });

  it.each([undefined, null, 'broken', 42, {}, { name: 'ZodError', message: '[{"code":"…"}]' }])(
    'is our own fault when it is %p, and repeats none of it',
    (error) => {
      expect(problemOf(error)).toMatchObject({ kind: 'internal', message: null, fields: [], checks: [] });
    },
  );
});
