import type { Company } from '../../simulators/graph';
import { webhookAddressOf } from '../../support/company';
import { eventually } from '../../support/eventually';
import { startSecondProcess } from '../../support/second-process';
import type { SecondProcess } from '../../support/second-process';
import { startStack } from '../../support/stack';
import type { Stack } from '../../support/stack';
import { allConversations } from '../../support/paging';
import { endScene, setScene } from '../scene';
import type { Scene } from '../scene';

export const CUSTOMERS = 8;

/** The same people write to every company: only the number that they write to tells whose message it is. */
export const customerOf = (index: number): string => String(15550140000 + index);

/** A company under load: its chats, by the customer's number. */
export interface Shop extends Scene {
  /** Where Meta posts what concerns this number. */
  webhookUrl: string;
  chats: Map<string, string>;
}

export interface World {
  stack: Stack;
  second: SecondProcess;
  shops: Shop[];
  end(): Promise<void>;
}

const addCompanyToApp = ({ graph: { registry } }: Stack, app: Company['app']): Company => {
  const waba = registry.addWaba({ subscribedApps: [app.id] });
  const number = registry.addNumber({ wabaId: waba.id });
  return { app, waba, number, token: registry.addToken({ appId: app.id, wabaIds: [waba.id] }) };
};

/** Everybody has written once, so that there is somebody to answer. */
const openChats = async (stack: Stack, scene: Scene): Promise<Shop> => {
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const phoneNumberId = scene.meta.number.id;
    stack.graph.customers.write({ phoneNumberId, from: customerOf(index), text: 'hello' });
  }
  const chats = await eventually(async () => {
    const found = new Map((await allConversations(scene.api)).map(({ chatId, id }) => [chatId, id]));
    expect(found.size).toBe(CUSTOMERS);
    return found;
  });
  return { ...scene, webhookUrl: (await webhookAddressOf(scene.company)).url, chats };
};

/**
 * Two processes of Strapi on one PostgreSQL, one bridge, Meta, and a line between any two of them that can fail. Three
 * companies, two of which share one Meta app: a webhook of that app may hold messages for both.
 */
export const createWorld = async (): Promise<World> => {
  const stack = await startStack({ database: 'postgres', withProxies: true });
  const second = await startSecondProcess(stack, { clockAheadMs: 0 });
  stack.proxies?.toStrapi.share([Number(new URL(stack.strapiUrl).port), second.port]);
  const first = await setScene(stack);
  const sharing = await setScene(stack, addCompanyToApp(stack, first.meta.app));
  const apart = await setScene(stack);
  const shops: Shop[] = [];
  for (const scene of [first, sharing, apart]) shops.push(await openChats(stack, scene));
  return {
    stack,
    second,
    shops,
    end: async () => {
      await second.stop();
      await endScene(stack);
    },
  };
};
