import { z } from 'zod';
import { BridgeConfiguration } from '../../src/plugins/whatsapp/contracts/bridge';
import type { BridgeEvent, Delivery } from '../../src/plugins/whatsapp/contracts/bridge';
import type { Channel } from '../../src/plugins/whatsapp/contracts/channel';
import { Conversation, Message } from '../../src/plugins/whatsapp/contracts/inbox';
import type { SendMessage } from '../../src/plugins/whatsapp/contracts/inbox';
import { readData } from './api-client';
import type { ApiClient } from './api-client';
import { changeFor, createBridgeSender, deliveryOf, received } from './bridge-sender';
import type { BridgeSender } from './bridge-sender';
import { connectChannel, createCompany, webhookAddressOf } from './company';
import type { TestCompany } from './company';
import type { MetaCompany } from './graph-control';
import type { Installation } from './installation';

export interface WebhookOfCompany {
  webhookKey: string;
  appFingerprint: string;
}

/** A company with a connected number, to which tests bring deliveries themselves: no webhook is registered at Meta. */
export interface IngestCompany extends TestCompany {
  meta: MetaCompany;
  channel: Channel;
  webhook: WebhookOfCompany;
  bridge: BridgeSender;
  /** One delivery with one change of the company's number. Throws unless it is committed. */
  receive(...events: BridgeEvent[]): Promise<void>;
  /** The delivery that `receive` would bring. */
  delivery(...events: BridgeEvent[]): Delivery;
  /** One message of a new customer, and the conversation that it opened. */
  openConversation(text?: string): Promise<Conversation>;
}

export const webhookKeyOf = async (company: TestCompany): Promise<string> =>
  new URL((await webhookAddressOf(company)).url).pathname.split('/').at(-1) ?? '';

/** The fingerprint under which the bridge knows the company's Meta app: told by the plugin to the bridge only. */
export const fingerprintOf = async (
  bridge: BridgeSender,
  { webhookKey, appSecret }: { webhookKey: string; appSecret: string },
): Promise<string> => {
  const { webhooks } = BridgeConfiguration.parse((await bridge.get('configuration')).body);
  const app = webhooks.find(({ key }) => key === webhookKey)?.apps.find(({ secret }) => secret === appSecret);
  if (!app) throw new Error('The bridge is not told of this app');
  return app.fingerprint;
};

export const connectForIngest = async (
  installation: Installation,
  company: TestCompany,
  meta: MetaCompany,
): Promise<IngestCompany> => {
  const bridge = createBridgeSender(installation);
  const channel = await connectChannel(company, meta);
  const webhookKey = await webhookKeyOf(company);
  const webhook = {
    webhookKey,
    appFingerprint: await fingerprintOf(bridge, { webhookKey, appSecret: meta.app.secret }),
  };
  const to = { phoneNumberId: meta.number.id, businessAccountId: meta.waba.id };
  const delivery = (...events: BridgeEvent[]): Delivery => deliveryOf(webhook, [changeFor(to, events)]);
  const receive = async (...events: BridgeEvent[]): Promise<void> => {
    expect(await bridge.deliver(delivery(...events))).toEqual(['committed']);
  };
  const openConversation = async (text?: string): Promise<Conversation> => {
    const event = received({ text });
    await receive(event);
    const found = (await conversationsOf(company.api)).find(({ chatId }) => chatId === event.from.waId);
    if (!found) throw new Error('The message opened no conversation');
    return found;
  };
  return { ...company, meta, channel, webhook, bridge, delivery, receive, openConversation };
};

export const createIngestCompany = async (
  installation: Installation,
  meta?: MetaCompany,
): Promise<IngestCompany> => {
  const [company, own] = await Promise.all([
    createCompany(installation),
    meta ?? installation.graphControl.addCompany(),
  ]);
  return connectForIngest(installation, company, own);
};

/** The newest hundred. */
export const conversationsOf = async (api: ApiClient): Promise<Conversation[]> =>
  readData(z.array(Conversation), await api.get('/whatsapp/conversations?limit=100'));

/** The newest hundred, in reading order. */
export const messagesOf = async (api: ApiClient, conversationId: string): Promise<Message[]> =>
  readData(z.array(Message), await api.get(`/whatsapp/conversations/${conversationId}/messages?limit=100`));

export const textsOf = (messages: Message[]): string[] =>
  messages.map(({ content }) => (content.type === 'text' ? content.body : content.type));

export const sendRequest = (text: string, more: Partial<SendMessage> = {}): SendMessage => ({
  clientId: crypto.randomUUID(),
  content: { type: 'text', body: text },
  ...more,
});

export const sendText = async (
  api: ApiClient,
  conversationId: string,
  text = 'Good morning',
  more: Partial<SendMessage> = {},
): Promise<Message> =>
  readData(
    Message,
    await api.post(`/whatsapp/conversations/${conversationId}/messages`, sendRequest(text, more)),
  );

export const findMessage = async (api: ApiClient, { id, conversationId }: Message): Promise<Message> => {
  const found = (await messagesOf(api, conversationId)).find((message) => message.id === id);
  if (!found) throw new Error(`There is no message ${id}`);
  return found;
};
