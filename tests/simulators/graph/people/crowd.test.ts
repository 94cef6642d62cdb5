import { startGraphSimulator } from '../simulator';
import type { GraphSimulator } from '../simulator';
import { ask } from '../testing/ask';
import { startReceiver } from '../testing/receiver';
import type { Receiver } from '../testing/receiver';
import { until } from '../testing/until';
import type { Company } from '../state/registry';
import { PERSONAS } from './personas';

interface Town {
  simulator: GraphSimulator;
  receiver: Receiver;
  companies: [Company, Company];
}

const towns: Town[] = [];

const build = async (seed: string): Promise<Town> => {
  const simulator = await startGraphSimulator({ seed });
  const receiver = await startReceiver();
  const company = (name: string) => simulator.registry.addCompany({ name, webhook: receiver.callback });
  const town: Town = { simulator, receiver, companies: [company('Faro'), company('Quay')] };
  towns.push(town);
  return town;
};

afterEach(async () => {
  await Promise.all(
    towns.splice(0).flatMap(({ simulator, receiver }) => [simulator.close(), receiver.close()]),
  );
});

/** Openings at once, then nothing by themselves. */
const QUICK = {
  startMs: [0, 1],
  typeMs: [1, 2],
  readMs: [1, 2],
  answerMs: [3, 6],
  nudgeMs: [1e6, 1e6],
  returnMs: [1e6, 1e6],
} as const;

const start = ({ simulator, companies }: Town, only?: string[], pace = {}) =>
  simulator.crowd.start({
    phoneNumberIds: companies.map(({ number }) => number.id),
    pace: { ...QUICK, ...pace },
    ...(only ? { only } : {}),
  });
const inbound = ({ simulator }: Town) => simulator.ledger.inbound.entries;
const heard = (town: Town, from: string) => inbound(town).filter((message) => message.from === from);
const write = ({ simulator }: Town, company: Company, to: string, body: string) =>
  ask(simulator.url, 'POST', `/v24.0/${company.number.id}/messages`, {
    token: company.token.value,
    json: { messaging_product: 'whatsapp', to: `+${to}`, type: 'text', text: { body } },
  });
const statusesFor = ({ receiver }: Town, to: string) =>
  receiver.statuses().filter((status) => status['recipient_id'] === to);

const LUCIA = '15550100101';
const JULIAN = '15550100102';
const MARISOL = '15550100103';
const OWEN = '447700900112';
const DESMOND = '15550100122';

describe('the personas', () => {
  it('have numbers that are reserved for fiction, each their own', () => {
    const numbers = PERSONAS.map(({ waId }) => waId);
    expect(numbers.every((number) => /^(1555010\d{4}|447700900\d{3})$/.test(number))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('speak three languages and have all tempers', () => {
    expect(new Set(PERSONAS.map(({ language }) => language))).toEqual(new Set(['es', 'en', 'pt']));
    expect(new Set(PERSONAS.map(({ temper }) => temper))).toEqual(
      new Set(['answers', 'reads', 'silent', 'blocks']),
    );
  });
});

describe('the crowd', () => {
  it('is dealt out among the numbers; one of them is a customer of both', async () => {
    const town = await build('deal');
    const chats = start(town);
    expect(chats).toHaveLength(PERSONAS.length + 1);
    const openings = chats.flatMap(({ persona }) => persona.topics[0].opening);
    await until('everybody has come', () => inbound(town).length === openings.length);
    const numbersOf = (waId: string) => new Set(heard(town, waId).map(({ phoneNumberId }) => phoneNumberId));
    expect([numbersOf(LUCIA).size, numbersOf(JULIAN).size]).toEqual([2, 1]);
  });

  it('comes in the same order from the same seed, and otherwise in another', async () => {
    const orderOf = async (seed: string): Promise<string> =>
      start(await build(seed))
        .map(({ persona }) => persona.waId)
        .join();
    expect(await orderOf('a')).toBe(await orderOf('a'));
    const openingsOf = async (seed: string): Promise<string> => {
      const town = await build(seed);
      start(town, undefined, { startMs: [4, 20] });
      await until('half of them have come', () => new Set(inbound(town).map(({ from }) => from)).size >= 5);
      return [...new Set(inbound(town).map(({ from }) => from))].slice(0, 5).join();
    };
    expect(await openingsOf('a')).toBe(await openingsOf('a'));
    expect(await openingsOf('a')).not.toBe(await openingsOf('b'));
  });

  it('reads and answers in the language of the person, line by line', async () => {
    const town = await build('talk');
    const [company] = town.companies;
    start(town, [JULIAN]);
    await until('Julián has come', () => heard(town, JULIAN).length === 1);
    await write(town, company, JULIAN, 'Hola, ¿qué día le va mejor?');
    await until('he answered', () => heard(town, JULIAN).length === 2);
    expect(heard(town, JULIAN)[1]?.text).toBe('¿El viernes por la tarde sería posible?');
    await write(town, company, JULIAN, '¿Me confirma su dirección?');
    await until('he answered again', () => heard(town, JULIAN).length === 3);
    expect(heard(town, JULIAN)[2]?.text).toBe('Claro: Avenida de los Tilos 220.');
    await town.simulator.drain();
    expect(
      statusesFor(town, JULIAN)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(['delivered', 'delivered', 'read', 'read', 'sent', 'sent']);
  });

  it('answers once to several messages in a row', async () => {
    const town = await build('row');
    start(town, [JULIAN], { readMs: [1, 1], answerMs: [150, 150] });
    await until('Julián has come', () => heard(town, JULIAN).length === 1);
    await write(town, town.companies[0], JULIAN, 'Hola');
    await write(town, town.companies[0], JULIAN, 'Sí, claro');
    await until('he answered', () => heard(town, JULIAN).length === 2);
    await town.simulator.drain();
    expect(heard(town, JULIAN)).toHaveLength(2);
    expect(statusesFor(town, JULIAN).filter(({ status }) => status === 'read')).toHaveLength(2);
  });

  it('says goodbye once, then nothing', async () => {
    const town = await build('bye');
    start(town, [JULIAN]);
    await until('Julián has come', () => heard(town, JULIAN).length === 1);
    for (const count of [2, 3, 4, 5, 6]) {
      await write(town, town.companies[0], JULIAN, 'Ok');
      await until(`he said ${count} things`, () => heard(town, JULIAN).length === count);
    }
    const answer = await write(town, town.companies[0], JULIAN, 'Ok');
    const id = (answer.body['messages'] as { id: string }[])[0]?.id;
    await until('it was read', () =>
      statusesFor(town, JULIAN).some((status) => status['id'] === id && status['status'] === 'read'),
    );
    expect(heard(town, JULIAN)).toHaveLength(6);
  });

  it('has somebody who blocks: the answer fails with 131026', async () => {
    const town = await build('block');
    start(town, [MARISOL]);
    const { registry } = town.simulator;
    await until('she has blocked', () => (registry.people.get(MARISOL)?.blocked.length ?? 0) > 0);
    await write(town, town.companies[0], MARISOL, 'Disculpe la molestia');
    await town.simulator.drain();
    expect(statusesFor(town, MARISOL)).toMatchObject([{ status: 'failed', errors: [{ code: 131026 }] }]);
    expect(heard(town, MARISOL)).toHaveLength(1);
  });

  it.each([
    ['reads and never answers', OWEN, ['delivered', 'read', 'sent']],
    ['neither reads nor answers', DESMOND, ['delivered', 'sent']],
  ])('has somebody who %s', async (_what, waId, statuses) => {
    const town = await build('quiet');
    start(town, [waId]);
    await until('they have come', () => heard(town, waId).length === 1);
    await write(town, town.companies[0], waId, 'Hello, how can we help?');
    await until('all statuses came', () => statusesFor(town, waId).length === statuses.length);
    expect(
      statusesFor(town, waId)
        .map(({ status }) => status)
        .sort(),
    ).toEqual(statuses);
    expect(heard(town, waId)).toHaveLength(1);
  });

  it('asks again when nobody answers, and comes back with another matter', async () => {
    const town = await build('again');
    start(town, [LUCIA], { nudgeMs: [20, 20], returnMs: [60, 60] });
    await until('the next matter has come', () =>
      heard(town, LUCIA).some(({ text }) => text?.startsWith('Hola otra vez') ?? false),
    );
    expect(heard(town, LUCIA).some(({ text }) => /alguien|Pudieron/.test(text ?? ''))).toBe(true);
  });

  it('stops when told to', async () => {
    const town = await build('stop');
    start(town, undefined, { startMs: [30, 40] });
    town.simulator.crowd.stop();
    await write(town, town.companies[0], JULIAN, 'Hola');
    await town.simulator.drain();
    expect(inbound(town)).toEqual([]);
  });
});
