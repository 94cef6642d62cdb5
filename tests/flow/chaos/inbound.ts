import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { signedWebhook } from '../../simulators/graph';
import type { Random } from '../../simulators/graph/kit/random';
import { CUSTOMERS, customerOf } from './world';
import type { Shop } from './world';

/** A message of a customer, and whose it is. */
export interface Letter {
  id: string;
  shop: number;
  customer: string;
  text: string;
}

const COPIES = 5;
const PAUSE_MS = 120;
const ANSWER_DEADLINE_MS = 20_000;
/** Meta tries for days; this is how long nothing may stand still here. */
const GIVE_UP_MS = 180_000;

/** What one webhook holds: entries with changes with messages. */
type Shape = Letter[][][];

const changeWith = ({ meta }: Shop, letters: Letter[]) => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550109999', phone_number_id: meta.number.id },
    contacts: [...new Set(letters.map(({ customer }) => customer))].map((customer) => ({
      profile: { name: `Customer ${customer}` },
      wa_id: customer,
    })),
    messages: letters.map(({ id, customer, text }) => ({
      from: customer,
      id,
      timestamp: String(Math.floor(Date.now() / 1_000)),
      type: 'text',
      text: { body: text },
    })),
  },
});

const bodyOf = (shops: readonly Shop[], shape: Shape) => ({
  object: 'whatsapp_business_account',
  entry: shape.map((changes) => ({
    id: shops[changes[0]?.[0]?.shop ?? 0]?.meta.waba.id,
    changes: changes.map((letters) => changeWith(shops[letters[0]?.shop ?? 0] as Shop, letters)),
  })),
});

/** Resolves to the status, 0 where there was no answer. */
const post = (url: string, { body, headers }: ReturnType<typeof signedWebhook>, agent: Agent) =>
  new Promise<number>((resolve) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
        timeout: ANSWER_DEADLINE_MS,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', () => resolve(0));
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('No answer')));
    outgoing.once('error', () => resolve(0));
    outgoing.end(body);
  });

/**
 * Customers of all companies, through Meta: each message goes out in five webhooks, alone or with others, in every
 * shape that a webhook has, and each webhook comes again until it was answered 200.
 */
export const createCustomers = (shops: readonly Shop[], random: Random) => {
  const sent: Letter[] = [];
  const acknowledged = new Set<string>();
  const posting = new Set<Promise<void>>();
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  let posts = 0;

  const letter = (shop: number): Letter => {
    const made = {
      id: `wamid.${randomUUID()}`,
      shop,
      customer: customerOf(Math.floor(random.next() * CUSTOMERS)),
      text: `in ${sent.length}`,
    };
    sent.push(made);
    return made;
  };
  const letters = (shop: number, most: number) =>
    Array.from({ length: 1 + Math.floor(random.next() * most) }, () => letter(shop));

  /** The first two companies share an app: only theirs may come in one webhook. */
  const shapes: (() => Shape)[] = [
    () => [[letters(random.pick([0, 1, 2]), 1)]],
    () => [[letters(random.pick([0, 1, 2]), 8)]],
    () => {
      const shop = random.pick([0, 1, 2]);
      return [[letters(shop, 2), letters(shop, 2), letters(shop, 1)]];
    },
    () => [[letters(0, 3)], [letters(1, 3)], [letters(0, 1)]],
  ];

  const repacked = (shape: Shape): Shape[] => {
    const all = shape.flat(2);
    return random.chance(0.5)
      ? all.map((one) => [[[one]]])
      : [
          random.shuffle([0, 1, 2]).flatMap((shop) => {
            const own = all.filter((one) => one.shop === shop);
            return own.length > 0 ? [[own]] : [];
          }),
        ];
  };

  const postUntilTaken = async (shape: Shape): Promise<void> => {
    const { meta, webhookUrl } = shops[shape[0]?.[0]?.[0]?.shop ?? 0] as Shop;
    const signed = signedWebhook(bodyOf(shops, shape), meta.app.secret);
    for (const since = Date.now(); Date.now() - since < GIVE_UP_MS; await pause(random.between(50, 600))) {
      posts += 1;
      if ((await post(webhookUrl, signed, agent)) !== 200) continue;
      for (const { id } of shape.flat(2)) acknowledged.add(id);
      return;
    }
  };

  const start = (shape: Shape, afterMs: number): void => {
    const run = pause(afterMs).then(() => postUntilTaken(shape));
    posting.add(run);
    void run.finally(() => posting.delete(run));
  };

  /** The copies come at once, late, and among others. */
  const write = (): void => {
    const shape = random.pick(shapes)();
    start(shape, 0);
    start(shape, 0);
    start(shape, random.between(0, 3_000));
    for (let copy = 3; copy < COPIES; copy += 1)
      for (const other of repacked(shape)) start(other, random.between(0, 3_000));
  };

  return {
    sent,
    acknowledged,
    posts: () => posts,
    /** Goes on until it is told to stop, and then until everything was answered. */
    async writeUntil(stopped: AbortSignal): Promise<void> {
      for (; !stopped.aborted; await pause(PAUSE_MS)) write();
      while (posting.size > 0) await Promise.all(posting);
      agent.destroy();
    },
  };
};
