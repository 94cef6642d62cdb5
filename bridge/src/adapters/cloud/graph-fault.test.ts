import fc from 'fast-check';
import { ErrorReport } from '../../../../src/plugins/whatsapp/contracts/errors';
import { KNOWN_CODES, knownErrorOf } from './error-table';
import { errorOfAnswer, errorOfSilence, reportOfWebhookError, unreadableAnswer } from './graph-fault';

const answer = (code: number, { status = 400, headers = {}, ...more }: Record<string, unknown> = {}) =>
  errorOfAnswer({
    status: Number(status),
    headers: headers as Record<string, unknown>,
    body: { error: { code, message: `(#${code}) Something`, ...more } },
  });

describe('errors that Graph answers with', () => {
  it.each([4, 80007, 80008, 130429, 131056, 131057])('%i waits and comes again', (code) => {
    const error = answer(code);
    expect(error.kind).toBe('throttled');
    expect(error.retryAfterMs).toBeGreaterThanOrEqual(1_000);
  });

  it.each([0, 10, 102, 104, 190, 200, 210, 299, 131005])('%i asks a person for new credentials', (code) => {
    expect(answer(code)).toMatchObject({ kind: 'session-lost', upstreamCode: String(code) });
    expect(answer(code).remedy).toBeTruthy();
  });

  it.each([1, 2, 131000, 131016, 133004])('%i may have sent the message', (code) => {
    expect(answer(code).kind).toBe('unknown-outcome');
  });

  it.each([33, 100, 368, 131026, 131030, 131042, 131047, 131049, 131051, 132000, 132001, 133010])(
    '%i is a no',
    (code) => {
      expect(answer(code)).toMatchObject({ kind: 'rejected', upstreamCode: String(code) });
    },
  );

  it('is certain about a known code, also under HTTP 500', () => {
    expect(answer(131045, { status: 500 }).kind).toBe('rejected');
    expect(answer(131057, { status: 500 }).kind).toBe('throttled');
  });

  it.each([500, 502, 503, 504])('does not know the outcome after HTTP %i without a code', (status) => {
    expect(errorOfAnswer({ status, headers: {}, body: undefined }).kind).toBe('unknown-outcome');
  });

  it('does not know the outcome after HTTP 500 with a code that nobody knows', () => {
    expect(answer(999999, { status: 500 }).kind).toBe('unknown-outcome');
  });

  it.each([
    [429, 'throttled'],
    [401, 'session-lost'],
    [404, 'rejected'],
    [302, 'rejected'],
  ])('reads HTTP %i without a body as %s', (status, kind) => {
    expect(errorOfAnswer({ status, headers: {}, body: undefined })).toMatchObject({
      kind,
      upstreamCode: `HTTP ${status}`,
    });
  });

  it('says in words why the 24 hours are over, and what to do', () => {
    expect(answer(131047).toReport()).toMatchObject({
      message: "More than 24 hours have passed since the customer's last message",
      remedy: expect.stringMatching(/template/) as string,
    });
  });

  it('finds the true code behind a general 100', () => {
    expect(answer(100, { error_subcode: 33 })).toMatchObject({ kind: 'rejected', upstreamCode: '33' });
    expect(answer(100, { error_subcode: 131056 })).toMatchObject({
      kind: 'throttled',
      upstreamCode: '131056',
    });
  });

  it('repeats what Meta says about a general 100 without a known subcode', () => {
    const error = answer(100, {
      error_subcode: 2494010,
      error_data: { details: 'Param text must be at most 4096' },
    });
    expect(error.message).toContain('Param text must be at most 4096');
    expect(error.upstreamCode).toBe('100');
  });

  it('repeats what Meta says about a code that nobody knows', () => {
    expect(answer(987654, { error_data: 'only a text' }).message).toContain('only a text');
  });

  it('names the app secret when its proof is refused', () => {
    const error = answer(100, { message: 'Invalid appsecret_proof provided in the API argument' });
    expect(error).toMatchObject({
      kind: 'session-lost',
      message: expect.stringMatching(/app secret/) as string,
    });
  });

  it.each([
    ['Retry-After in seconds', { 'retry-after': '7' }, 131056, 7_000],
    ['a shorter Retry-After than our own', { 'retry-after': '1' }, 131056, 6_000],
    ['a date, which it does not read', { 'retry-after': 'Sun, 01 Nov 2026 00:00:00 GMT' }, 131056, 6_000],
    [
      'an estimate of 3 minutes',
      { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":3}]}' },
      80007,
      180_000,
    ],
    [
      'an estimate of a year',
      { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":525600}]}' },
      80007,
      3_600_000,
    ],
    [
      'no estimate',
      { 'x-business-use-case-usage': '{"1":[{"estimated_time_to_regain_access":0}]}' },
      131057,
      45_000,
    ],
  ])('waits as long as told: %s', (_what, headers, code, expected) => {
    expect(answer(code, { headers }).retryAfterMs).toBe(expected);
  });

  it.each(KNOWN_CODES)('has a reason in words for %i, and no code in it', (code) => {
    const known = knownErrorOf({ code });
    expect(known?.reason).toMatch(/^[A-Z].{10,}[^.]$/);
    expect(known?.reason).not.toMatch(/\d{5}/);
  });

  it('turns whatever comes into an error that fits its schema', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 201, max: 599 }),
        fc.jsonValue(),
        fc.jsonValue(),
        (status, error, other) => {
          const bodies = [{ error }, other, { error: { code: other, message: error, error_data: other } }];
          return bodies.every((body) => {
            const report = errorOfAnswer({ status, headers: { 'retry-after': other }, body }).toReport();
            return ErrorReport.safeParse(report).success;
          });
        },
      ),
    );
  });
});

describe('errors without an answer', () => {
  it('is certain that nothing happened before the connection stood', () => {
    expect(errorOfSilence('ECONNREFUSED', false)).toMatchObject({
      kind: 'unreachable',
      upstreamCode: 'ECONNREFUSED',
    });
  });

  it('is uncertain after that', () => {
    expect(errorOfSilence('ECONNRESET', true).kind).toBe('unknown-outcome');
    expect(errorOfSilence(undefined, true).remedy).toMatch(/may have been sent/);
  });

  it('is uncertain about an answer that cannot be read', () => {
    expect(unreadableAnswer(200)).toMatchObject({ kind: 'unknown-outcome', upstreamCode: 'HTTP 200' });
  });
});

describe('errors that webhooks report', () => {
  it('gives reason, remedy and code from the same table', () => {
    expect(reportOfWebhookError({ code: 131026, title: 'Message undeliverable' })).toMatchObject({
      kind: 'rejected',
      upstreamCode: '131026',
      remedy: expect.stringMatching(/number/) as string,
    });
  });

  it('is certain even for codes that leave a request open: it did fail', () => {
    expect(reportOfWebhookError({ code: 131000, title: 'Something went wrong' }).kind).toBe('rejected');
  });

  it("uses Meta's words for a code that nobody knows", () => {
    expect(
      reportOfWebhookError({ code: '777777', title: 'T', error_data: { details: 'In detail' } }),
    ).toMatchObject({
      message: 'In detail',
      upstreamCode: '777777',
    });
  });

  it.each([null, 'text', [], {}, { code: {} }, { code: 'ERROR_CODE', message: 5 }])(
    'survives %p',
    (value) => {
      const report = reportOfWebhookError(value);
      expect(ErrorReport.safeParse(report).error).toBeUndefined();
      expect(report.message).toBeTruthy();
    },
  );
});
