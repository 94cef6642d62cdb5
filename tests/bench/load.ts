import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { signedWebhook } from '../simulators/graph';
import type { Company } from '../simulators/graph';

/** A webhook, signed and ready to go. */
export interface Shot {
  body: Buffer;
  headers: Record<string, string>;
  messages: number;
}

let count = 0;

interface Text {
  from: string;
  body: string;
}

const webhookOf = (written: Text[], { number, app, waba }: Company): Shot => {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const texts = written.map(({ from, body }) => ({
    from,
    id: `wamid.${randomUUID()}`,
    timestamp,
    type: 'text',
    text: { body },
  }));
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550109999', phone_number_id: number.id },
    contacts: texts.map(({ from }) => ({ profile: { name: `Customer ${from}` }, wa_id: from })),
    messages: texts,
  };
  const payload = {
    object: 'whatsapp_business_account',
    entry: [{ id: waba.id, changes: [{ field: 'messages', value }] }],
  };
  return { ...signedWebhook(payload, app.secret), messages: texts.length };
};

/** The next of 500 customers, and what they write: no text comes twice. */
const nextText = (): Text => {
  count += 1;
  return { from: `1555${String(2_000_000 + (count % 500))}`, body: `Message ${count}, olá 👍` };
};

/** A webhook with so many text messages, each from one of 500 customers. */
export const webhookWith = (messages: number, company: Company): Shot =>
  webhookOf(Array.from({ length: messages }, nextText), company);

/** A webhook with one message, and its text. */
export const webhookWithText = (company: Company): { shot: Shot; text: string } => {
  const text = nextText();
  return { shot: webhookOf([text], company), text: text.body };
};

const post = (url: URL, agent: Agent, { body, headers }: Shot): Promise<number> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } },
      (answer) => {
        answer.resume();
        answer.on('end', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

export interface Volley {
  seconds: number;
  latenciesMs: number[];
  statuses: Map<number, number>;
}

/** Posts all shots with so many clients at once, each waiting for its answer. */
export const fire = async (address: string, shots: Shot[], clients: number): Promise<Volley> => {
  const url = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const latenciesMs: number[] = [];
  const statuses = new Map<number, number>();
  let next = 0;

  const client = async (): Promise<void> => {
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const since = performance.now();
      const status = await post(url, agent, shot);
      latenciesMs.push(performance.now() - since);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };

  const since = performance.now();
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - since) / 1000;
  agent.destroy();
  return { seconds, latenciesMs, statuses };
};

/** Posts one shot after the other at this pace, whether or not earlier ones were answered. Gives the statuses. */
export const stream = async (
  address: string,
  nextShot: () => Shot,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<number[]> => {
  const url = new URL(address);
  const agent = new Agent({ keepAlive: true, maxSockets: 100 });
  const answers: Promise<number>[] = [];
  const since = performance.now();
  for (let n = 0; n < perSecond * seconds; n += 1) {
    await until(since + (n * 1_000) / perSecond);
    answers.push(post(url, agent, nextShot()));
  }
  const statuses = await Promise.all(answers);
  agent.destroy();
  return statuses;
};

/** Waits until this instant of `performance.now()`; at once when it is past. */
export const until = async (instant: number): Promise<void> => {
  const left = instant - performance.now();
  if (left > 1) await sleep(left);
};
