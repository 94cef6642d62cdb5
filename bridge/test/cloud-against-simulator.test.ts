import {
  signedWebhook,
  startGraphSimulator,
  type Company,
  type GraphSimulator,
} from '../../tests/simulators/graph';
import { createCloudAdapters, createGraphClient, parseWebhook, signerOf } from '../src/adapters/cloud';
import { systemClock } from '../src/kit/clock';
import { Secret } from '../src/kit/secret';
import { describeAdapter, textCommand } from './adapter-conformance';
import { NOBODY, SILENT } from './fake/fake-adapter';
import { messagesValue, textMessage, webhookBody } from './support/fixtures';
import { openPicture } from './support/files-to-send';

const CUSTOMER = '15550100123';

/** The simulated Meta with one company, whose customers have all written a moment ago. */
const startCompany = async (): Promise<{ simulator: GraphSimulator; company: Company }> => {
  const simulator = await startGraphSimulator({ seed: 'bridge' });
  const company = simulator.registry.addCompany();
  for (const waId of [CUSTOMER, NOBODY, SILENT]) {
    simulator.registry.addPerson({ waId, name: 'Ana Ribalta' });
    simulator.customers.write({ phoneNumberId: company.number.id, from: waId, text: 'Hello' });
  }
  return { simulator, company };
};

const createSubject = ({ simulator, company }: { simulator: GraphSimulator; company: Company }) => {
  const graph = createGraphClient({ baseUrl: simulator.url, version: 'v24.0', deadlineMs: 3_000 });
  const adapter = createCloudAdapters({ graph, openFile: openPicture, clock: systemClock })({
    credentials: { accessToken: new Secret(company.token.value), appSecret: new Secret(company.app.secret) },
    phoneNumberId: company.number.id,
    businessAccountId: company.waba.id,
  });
  return { graph, adapter };
};

describeAdapter('cloud against the Graph simulator', async () => {
  const stage = await startCompany();
  const { graph, adapter } = createSubject(stage);
  const bytes = Buffer.from('what a customer sent');
  return {
    adapter,
    file: stage.simulator.media.add({ phoneNumberId: stage.company.number.id, bytes }),
    arrangeRefusal: () => void stage.simulator.faults.add({ kind: 'refuse', code: 131026 }),
    arrangeLoss: () => void stage.simulator.faults.add({ kind: 'reset', moment: 'after' }),
    async dispose() {
      graph.close();
      await stage.simulator.close();
    },
  };
});

describe('cloud against the Graph simulator', () => {
  let stage: Awaited<ReturnType<typeof startCompany>>;
  let subject: ReturnType<typeof createSubject>;

  beforeEach(async () => {
    stage = await startCompany();
    subject = createSubject(stage);
  });
  afterEach(async () => {
    subject.graph.close();
    await stage.simulator.close();
  });

  it('passes every check with good credentials', async () => {
    const { checks, number } = await subject.adapter.check();
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect(number?.displayPhoneNumber).toBe(stage.company.number.display);
  });

  it('sends nothing that Meta would ignore or complain about', async () => {
    await subject.adapter.send(textCommand());
    expect(stage.simulator.requests.entries.at(-1)?.warnings).toEqual([]);
  });

  it.each([
    [{ kind: 'refuse', code: 190, status: 401 }, 'session-lost'],
    [{ kind: 'refuse', code: 131047 }, 'rejected'],
    [{ kind: 'refuse', code: 131056 }, 'throttled'],
    [{ kind: 'too-many', retryAfterSeconds: 3 }, 'throttled'],
    [{ kind: 'html', status: 502, moment: 'after' }, 'unknown-outcome'],
    [{ kind: 'html', status: 200, moment: 'after' }, 'unknown-outcome'],
    [{ kind: 'reset', moment: 'before' }, 'unknown-outcome'],
    [{ kind: 'silence', moment: 'after' }, 'unknown-outcome'],
  ] as const)('reads %p as %s, and sends once', async (fault, kind) => {
    stage.simulator.faults.add(fault);
    const before = stage.simulator.requests.total;
    await expect(subject.adapter.send(textCommand())).rejects.toMatchObject({ kind });
    expect(stage.simulator.requests.total).toBe(before + 1);
  });

  it('settles a lost answer by the report that carries our own reference', async () => {
    stage.simulator.faults.add({ kind: 'reset', moment: 'after' });
    await expect(subject.adapter.send(textCommand({ clientRef: 'lost.1' }))).rejects.toMatchObject({
      kind: 'unknown-outcome',
    });
    const accepted = stage.simulator.ledger.accepted.entries.filter(
      ({ reference }) => reference === 'lost.1',
    );
    expect(accepted).toMatchObject([{ wasAnswered: false, to: CUSTOMER }]);
  });

  it.each(['plain', 'full'] as const)(
    'understands a webhook as Meta writes and signs it, escaping: %s',
    (escaping) => {
      const { app } = stage.company;
      const text = 'mañana @ 10 < 11, 100 % 👍 https://example.com/a';
      const payload = JSON.parse(
        webhookBody(messagesValue([textMessage('wamid.E', { text: { body: text } })])).toString(),
      ) as object;
      const { body, headers } = signedWebhook(payload, app.secret, escaping);
      const apps = [{ fingerprint: 'ours', secret: new Secret(app.secret) }];
      expect(signerOf(body, headers['x-hub-signature-256'], apps)?.fingerprint).toBe('ours');
      const [change] = parseWebhook({ body, appFingerprint: 'ours', receivedAt: '2026-11-02T09:00:00.000Z' });
      expect(change?.events).toMatchObject([{ messageId: 'wamid.E', content: { type: 'text', body: text } }]);
    },
  );
});
