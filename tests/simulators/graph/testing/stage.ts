import { startGraphSimulator } from '../simulator';
import type { GraphSimulator } from '../simulator';
import type { SettingsPatch } from '../settings';
import type { Company } from '../state/registry';
import type { Person } from '../state/entities';
import { ask } from './ask';
import type { Asked, Question } from './ask';
import { startReceiver } from './receiver';
import type { Receiver } from './receiver';

export interface Stage extends Company {
  simulator: GraphSimulator;
  receiver: Receiver;
  /** Has written a moment ago: the service window is open. */
  person: Person;
  ask(method: string, path: string, question?: Question): Promise<Asked>;
  /** POST …/messages with a good text to the person, changed by `body`. */
  send(body?: Record<string, unknown>): Promise<Asked>;
  close(): Promise<void>;
}

export const CUSTOMER = '15550107777';

/** A company with one number, a customer who just wrote, and somebody who takes the webhooks. */
export const setStage = async (settings: SettingsPatch = {}): Promise<Stage> => {
  const simulator = await startGraphSimulator({ seed: 'test', settings });
  const receiver = await startReceiver();
  const company = simulator.registry.addCompany({ webhook: receiver.callback });
  const { number, token } = company;
  const person = simulator.registry.addPerson({
    waId: CUSTOMER,
    name: 'Ana Ribalta',
    bsuid: 'US.13491208655302741918',
  });
  simulator.customers.write({ phoneNumberId: number.id, from: CUSTOMER, text: 'Hello' });
  await simulator.drain();
  receiver.posts.length = 0;
  const text = {
    messaging_product: 'whatsapp',
    to: `+${CUSTOMER}`,
    type: 'text',
    text: { body: 'Good morning' },
  };
  return {
    ...company,
    simulator,
    receiver,
    person,
    ask: (method, path, question) => ask(simulator.url, method, path, { token: token.value, ...question }),
    send: (body = {}) =>
      ask(simulator.url, 'POST', `/v24.0/${number.id}/messages`, {
        token: token.value,
        json: { ...text, ...body },
      }),
    close: async () => {
      await simulator.close();
      await receiver.close();
    },
  };
};
