import {
  graphError,
  startGraphStandin,
  tokenData,
  type GraphStandin,
} from '../../../test/fake/graph-standin';
import {
  ACCESS_TOKEN,
  APP_SECRET,
  BUSINESS_ACCOUNT_ID,
  PHONE_NUMBER_ID,
} from '../../../test/support/fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { CheckReport } from '../../../../src/plugins/whatsapp/contracts/channel';
import { Secret } from '../../kit/secret';
import { checkCredentials } from './check';
import { createGraphClient, type GraphClient } from './graph-client';

const clock = new ManualClock(Date.UTC(2026, 10, 2));
const inDays = (days: number): number => Math.floor(clock.now() / 1_000) + days * 86_400;

describe('check of credentials', () => {
  let standin: GraphStandin;
  let graph: GraphClient;

  beforeEach(async () => {
    standin = await startGraphStandin();
    graph = createGraphClient({ baseUrl: standin.url, version: 'v24.0', deadlineMs: 2_000 });
  });
  afterEach(async () => {
    graph.close();
    await standin.close();
  });

  const check = async (
    overrides: { token?: string; secret?: string; phone?: string; account?: string } = {},
    client = graph,
  ) => {
    const report = await checkCredentials(
      client.call,
      {
        credentials: {
          accessToken: new Secret(overrides.token ?? ACCESS_TOKEN),
          appSecret: new Secret(overrides.secret ?? APP_SECRET),
        },
        phoneNumberId: overrides.phone ?? PHONE_NUMBER_ID,
        businessAccountId: overrides.account ?? BUSINESS_ACCOUNT_ID,
      },
      clock,
    );
    expect(CheckReport.safeParse(report).error).toBeUndefined();
    const results = Object.fromEntries(report.checks.map(({ id, result }) => [id, result]));
    const line = (id: string) => report.checks.find((entry) => entry.id === id);
    return { report, results, line };
  };

  const ALL = ['token', 'permissions', 'number', 'account', 'subscription', 'templates'];

  it('passes everything when everything is right, with the facts of the number', async () => {
    const { report, results } = await check();
    expect(results).toEqual(Object.fromEntries(ALL.map((id) => [id, 'passed'])));
    expect(report.number).toEqual({
      displayPhoneNumber: '+1 555-010-0001',
      verifiedName: 'Lucky Shrub',
      quality: 'GREEN',
      throughput: 'STANDARD',
    });
  });

  it('changes nothing at Meta', async () => {
    await check();
    expect(standin.asked.every((request) => request.startsWith('GET '))).toBe(true);
  });

  it('fails at the token when it is refused, and skips the rest', async () => {
    const { results, line } = await check({ token: 'EAAwrongwrongwrongwrong' });
    expect(results).toEqual({ ...Object.fromEntries(ALL.map((id) => [id, 'skipped'])), token: 'failed' });
    expect(line('token')).toMatchObject({
      message: expect.stringContaining('190') as string,
      remedy: expect.stringMatching(/token/) as string,
    });
  });

  it('fails at the token when the app secret is not the one of its app, and says so', async () => {
    const { results, line } = await check({ secret: 'f'.repeat(32) });
    expect(results.token).toBe('failed');
    expect(line('token')?.message).toMatch(/app secret/);
    expect(line('token')?.remedy).toMatch(/app secret/);
  });

  it.each([
    [
      'invalid',
      { is_valid: false, error: { message: `Session expired for ${ACCESS_TOKEN}` } },
      'failed',
      /Session expired/,
    ],
    ['past', { expires_at: 1_700_000_000 }, 'failed', /expired on 2023-11-14/],
    ['ending in three days', { expires_at: inDays(3) }, 'warning', /expires on/],
    ['ending next month', { expires_at: inDays(30) }, 'passed', /valid until/],
    ['without end', { expires_at: 0 }, 'passed', /without end/],
  ])('judges a token that is %s', async (_what, data, result, words) => {
    standin.answer('debug_token', () => tokenData(data));
    const { line } = await check();
    expect(line('token')).toMatchObject({ result, message: expect.stringMatching(words) as string });
    expect(line('token')?.message).not.toContain(ACCESS_TOKEN);
  });

  it('only warns when Meta does not let the token be inspected', async () => {
    standin.answer('debug_token', (_request, reply) =>
      reply.code(400).send(graphError(100, '(#100) You must provide an app access token')),
    );
    const { results } = await check();
    expect(results).toMatchObject({
      token: 'warning',
      permissions: 'skipped',
      number: 'passed',
      subscription: 'warning',
    });
  });

  it('names the missing permission', async () => {
    standin.answer('debug_token', () => tokenData({ scopes: ['whatsapp_business_management'] }));
    const { line } = await check();
    expect(line('permissions')).toMatchObject({
      result: 'failed',
      message: 'The token lacks whatsapp_business_messaging',
    });
  });

  it('warns when the permissions are granted for another account', async () => {
    standin.answer('debug_token', () =>
      tokenData({ granular_scopes: [{ scope: 'whatsapp_business_messaging', target_ids: ['999'] }] }),
    );
    expect((await check()).results.permissions).toBe('warning');
  });

  it('fails at a number that does not exist', async () => {
    const { results, line } = await check({ phone: '100000000000000' });
    expect(results).toMatchObject({ token: 'passed', number: 'failed', account: 'failed' });
    expect(line('number')?.remedy).toMatch(/phone number ID/);
    expect(line('account')?.remedy).toContain(PHONE_NUMBER_ID);
  });

  it.each(['PENDING', 'BANNED', 'SOMETHING_NEW'])('fails at a number whose status is %s', async (status) => {
    standin.answer(PHONE_NUMBER_ID, () => ({ id: PHONE_NUMBER_ID, status }));
    const { line } = await check();
    expect(line('number')).toMatchObject({
      result: 'failed',
      message: expect.stringContaining(status) as string,
    });
    expect(line('number')?.remedy).toBeTruthy();
  });

  it.each([
    ['low quality', { status: 'CONNECTED', quality_rating: 'RED' }],
    ['no status', {}],
  ])('warns about %s', async (_what, number) => {
    standin.answer(PHONE_NUMBER_ID, () => ({ id: PHONE_NUMBER_ID, ...number }));
    expect((await check()).results.number).toBe('warning');
  });

  it('fails at an account that cannot be read, and skips what hangs on it', async () => {
    const { results } = await check({ account: '100000000000000' });
    expect(results).toMatchObject({
      number: 'passed',
      account: 'failed',
      subscription: 'skipped',
      templates: 'skipped',
    });
  });

  it('finds the number on a later page', async () => {
    standin.answer(`${BUSINESS_ACCOUNT_ID}/phone_numbers`, (request) => {
      const { after } = request.query as { after?: string };
      const first = { data: [{ id: '1' }], paging: { cursors: { after: 'c1' }, next: 'https://next' } };
      return after === 'c1' ? { data: [{ id: PHONE_NUMBER_ID }] } : first;
    });
    expect((await check()).results.account).toBe('passed');
  });

  it.each([
    ['nobody', []],
    ['another app', [{ whatsapp_business_api_data: { id: '1' } }]],
  ])('warns when %s is subscribed', async (_who, data) => {
    standin.answer(`${BUSINESS_ACCOUNT_ID}/subscribed_apps`, () => ({ data }));
    const { line } = await check();
    expect(line('subscription')).toMatchObject({
      result: 'warning',
      remedy: expect.stringMatching(/Subscribe/) as string,
    });
  });

  it('warns when the templates cannot be read', async () => {
    standin.answer(`${BUSINESS_ACCOUNT_ID}/message_templates`, (_request, reply) =>
      reply.code(403).send(graphError(200, 'Permissions error')),
    );
    expect((await check()).results.templates).toBe('warning');
  });

  it('gives every line when Meta cannot be reached, and does not fail itself', async () => {
    const nobody = createGraphClient({ baseUrl: 'http://127.0.0.1:1', version: 'v24.0' });
    const { report, line } = await check({}, nobody);
    expect(report.checks.map(({ id }) => id)).toEqual(ALL);
    expect(line('token')).toMatchObject({
      result: 'failed',
      remedy: expect.stringMatching(/Try again/) as string,
    });
    expect(line('number')?.result).toBe('failed');
  });

  it.each([
    ['a list', []],
    ['another shape', { data: 'x' }],
  ])('survives an answer that is %s', async (_what, body) => {
    for (const path of ['debug_token', PHONE_NUMBER_ID]) standin.answer(path, () => body);
    for (const edge of ['phone_numbers', 'subscribed_apps', 'message_templates']) {
      standin.answer(`${BUSINESS_ACCOUNT_ID}/${edge}`, () => body);
    }
    expect((await check()).report.checks).toHaveLength(ALL.length);
  });
});
