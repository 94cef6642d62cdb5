import { z } from 'zod';
import { Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { Company } from '../simulators/graph';
import { readData } from '../support/api-client';
import type { ApiClient } from '../support/api-client';
import { connectChannel, createCompany, webhookAddressOf } from '../support/company';
import type { TestCompany } from '../support/company';
import { eventually } from '../support/eventually';
import { closeDatabases } from '../support/installation';
import { stopOwnPostgres } from '../support/postgres';
import type { Stack } from '../support/stack';

/** A company of the product with its number at Meta, connected and subscribed. */
export interface Scene {
  company: TestCompany;
  meta: Company;
  /** Asks as an agent. */
  api: ApiClient;
}

export const setScene = async (stack: Stack, meta?: Company): Promise<Scene> => {
  const company = await createCompany(stack);
  const own = meta ?? stack.graph.registry.addCompany();
  await connectChannel(company, own);
  const { url, verifyToken } = await webhookAddressOf(company);
  await stack.graph.webhooks.subscribe(own.app.id, { url, verifyToken });
  return { company, meta: own, api: company.agent.client };
};

export const conversationsOf = async ({ api }: Pick<Scene, 'api'>): Promise<Conversation[]> =>
  readData(z.array(Conversation), await api.get('/whatsapp/conversations?limit=100'));

export const messagesOf = async ({ api }: Pick<Scene, 'api'>, conversationId: string): Promise<Message[]> =>
  readData(z.array(Message), await api.get(`/whatsapp/conversations/${conversationId}/messages?limit=100`));

export const say = async (
  { api }: Pick<Scene, 'api'>,
  conversationId: string,
  body: string,
  clientId: string = crypto.randomUUID(),
): Promise<Message> =>
  readData(
    Message,
    await api.post(`/whatsapp/conversations/${conversationId}/messages`, {
      clientId,
      content: { type: 'text', body },
    }),
  );

/** A customer writes, and the conversation is there. */
export const startChat = async (
  stack: Stack,
  scene: Scene,
  from: string,
  text = 'Hello',
): Promise<Conversation> => {
  stack.graph.customers.write({ phoneNumberId: scene.meta.number.id, from, name: `Customer ${from}`, text });
  return eventually(async () => {
    const found = (await conversationsOf(scene)).find(({ chatId }) => chatId === from);
    if (!found) throw new Error(`The chat of ${from} is not there`);
    return found;
  });
};

/** Waits until the message has this status, and gives it. */
export const untilStatus = (
  scene: Pick<Scene, 'api'>,
  conversationId: string,
  messageId: string,
  status: Message['status'],
  deadlineMs = 45_000,
): Promise<Message> =>
  eventually(
    async () => {
      const message = (await messagesOf(scene, conversationId)).find(({ id }) => id === messageId);
      expect(message).toMatchObject({ status });
      return message as Message;
    },
    { deadlineMs },
  );

/** Ends the stack and everything that this process opened for it. */
export const endScene = async (stack: Stack | undefined): Promise<void> => {
  await closeDatabases();
  await stack?.stop();
  await stopOwnPostgres();
};
