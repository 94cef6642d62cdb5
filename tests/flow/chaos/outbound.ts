import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Message } from '../../../src/plugins/whatsapp/contracts/inbox';
import type { Random } from '../../simulators/graph/kit/random';
import { createApiClient, readData } from '../../support/api-client';
import { eventually } from '../../support/eventually';
import type { World } from './world';

/** An answer that was accepted from a person. */
export interface Answer {
  id: string;
  shop: number;
  customer: string;
  text: string;
}

const WRITERS_PER_SHOP = 3;
const PAUSE_MS = 500;

/** Agents of all companies, at whichever process answers. Who is answered by nobody presses again, with the same id. */
export const createAgents = ({ stack, second, shops }: World, random: Random) => {
  const accepted: Answer[] = [];
  let pressed = 0;
  let presses = 0;

  const write = async (shop: number, customer: string): Promise<void> => {
    const { chats, company } = shops[shop] ?? {};
    const text = `out ${String((pressed += 1)).padStart(6, '0')}`;
    const body = { clientId: randomUUID(), content: { type: 'text', body: text } };
    const id = await eventually(
      async () => {
        const process = [stack.strapiUrl, second.installation.strapiUrl][(presses += 1) % 2] ?? '';
        const agent = createApiClient(process, company?.agent.client.token);
        const path = `/whatsapp/conversations/${chats?.get(customer)}/messages`;
        return readData(Message, await agent.post(path, body)).id;
      },
      { deadlineMs: 180_000 },
    );
    accepted.push({ id, shop, customer, text });
  };

  return {
    accepted,
    presses: () => presses,
    /** Each agent has chats of their own, and writes the next message when the one before was accepted. */
    async writeUntil(stopped: AbortSignal): Promise<void> {
      await Promise.all(
        shops.flatMap(({ chats }, shop) =>
          Array.from({ length: WRITERS_PER_SHOP }, async (_, writer) => {
            const own = [...chats.keys()].filter((_customer, index) => index % WRITERS_PER_SHOP === writer);
            for (; !stopped.aborted; await pause(PAUSE_MS)) await write(shop, random.pick(own));
          }),
        ),
      );
    },
  };
};
