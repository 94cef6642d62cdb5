import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../main.mjs';

const HANDSHAKE_DEADLINE_MS = 30_000;

const templateOf = (company, index) => ({
  id: `${company.ids.waba}${index}`,
  wabaId: company.ids.waba,
  name: ['order_ready', 'appointment_reminder'][index],
  language: 'en_US',
  status: 'APPROVED',
});

/** Fills the simulated Meta: for each company an app, a business account, a number and a token. */
export const buildScene = (graph, companies, secrets) =>
  graph.post('/_control/scene', {
    apps: companies.map(({ key, name, ids }) => ({ id: ids.app, secret: secrets[key].appSecret, name })),
    wabas: companies.map(({ name, ids }) => ({ id: ids.waba, name, subscribedApps: [ids.app] })),
    numbers: companies.map(({ name, display, ids }) => ({
      id: ids.number,
      wabaId: ids.waba,
      display,
      verifiedName: name,
    })),
    tokens: companies.map(({ key, ids }) => ({
      id: `token-${key}`,
      value: secrets[key].accessToken,
      appId: ids.app,
      wabaIds: [ids.waba],
    })),
    templates: companies.flatMap((company) => [templateOf(company, 0), templateOf(company, 1)]),
  });

/** "Verify and save" in Meta's console. The bridge may still be fetching its configuration: asked again until it knows. */
export const subscribeWebhook = async (graph, { name, ids }, { url, verifyToken }) => {
  const deadline = Date.now() + HANDSHAKE_DEADLINE_MS;
  for (;;) {
    const result = await graph.post('/_control/subscribe', { appId: ids.app, url, verifyToken });
    if (result.verified) return;
    if (Date.now() > deadline)
      throw new Refusal(`The webhook of ${name} was not verified: ${JSON.stringify(result)}`);
    await delay(500);
  }
};

/** From now on customers write. */
export const startCustomers = (graph, companies) =>
  graph.post('/_control/crowd', { phoneNumberIds: companies.map(({ ids }) => ids.number) });
