import { z } from 'zod';
import { eventually } from '../../support/eventually';
import { allConversations, wholeChat } from '../../support/paging';
import type { Answer } from './outbound';
import type { Letter } from './inbound';
import type { World } from './world';

const SETTLED_MS = 180_000;

const Row = z.object({
  direction: z.enum(['in', 'out']),
  message_id: z.string().nullable(),
  document_id: z.string(),
  status: z.string(),
  tenant: z.string(),
  chat_id: z.string(),
  wa_id: z.string().nullable(),
});
type Row = z.infer<typeof Row>;

export interface Ledger {
  /** Of customers. */
  inbound: {
    sent: number;
    acknowledged: number;
    stored: number;
    shown: number;
    doubled: number;
    lost: number;
    wrongContact: number;
    wrongCompany: number;
  };
  /** Of agents. `unknown`: nobody can say whether Meta took it, and the inbox says so. */
  outbound: {
    accepted: number;
    sent: number;
    shown: number;
    unknown: number;
    doubled: number;
    lost: number;
    /** Shown as sent and not sent, or the other way round. */
    untrue: number;
    outOfOrder: number;
  };
}

const counted = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
const more = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, count) => sum + count - 1, 0);

/** Straight from the tables: whose, in whose chat, and what the contact of that chat is called at WhatsApp. */
const storedRows = async ({ stack }: World): Promise<Row[]> =>
  z.array(Row).parse(
    await stack
      .database()('whatsapp_messages as m')
      .join('whatsapp_conversations as c', 'c.id', 'm.conversation_id')
      .join('whatsapp_tenants as t', 't.id', 'm.tenant_id')
      .leftJoin('whatsapp_contact_addresses as a', (on) => {
        on.on('a.contact_id', 'c.contact_id').andOnVal('a.kind', 'wa_id');
      })
      .select(
        'm.direction',
        'm.message_id',
        'm.document_id',
        'm.status',
        't.document_id as tenant',
        'c.chat_id',
        'a.value as wa_id',
      ),
  );

/** What the agents of each company see when they open every chat: `<company> <chat> <id or text>`. */
const shownIn = async ({ shops }: World): Promise<Set<string>> => {
  const shown = new Set<string>();
  for (const [shop, { api }] of shops.entries()) {
    for (const { id, chatId } of await allConversations(api)) {
      for (const message of await wholeChat(api, id)) {
        const text = message.content.type === 'text' ? message.content.body : '';
        shown.add(`${shop} ${chatId} ${message.direction === 'out' ? message.id : text}`);
      }
    }
  }
  return shown;
};

const inboundOf = (
  { shops }: World,
  letters: readonly Letter[],
  acknowledged: ReadonlySet<string>,
  rows: readonly Row[],
  shown: ReadonlySet<string>,
): Ledger['inbound'] => {
  const expected = new Map(letters.map((letter) => [letter.id, letter]));
  const own = rows.filter((row) => row.direction === 'in' && expected.has(row.message_id ?? ''));
  const copies = counted(own.map(({ message_id: id }) => id ?? ''));
  const isMisplaced = (row: Row) => {
    const { customer } = expected.get(row.message_id ?? '') ?? {};
    return row.chat_id !== customer || (row.wa_id !== null && row.wa_id !== customer);
  };
  return {
    sent: letters.length,
    acknowledged: acknowledged.size,
    stored: copies.size,
    shown: letters.filter(({ shop, customer, text }) => shown.has(`${shop} ${customer} ${text}`)).length,
    doubled: more(copies),
    lost: [...acknowledged].filter((id) => !copies.has(id)).length,
    wrongContact: own.filter(isMisplaced).length,
    wrongCompany: own.filter(
      (row) => row.tenant !== shops[expected.get(row.message_id ?? '')?.shop ?? -1]?.company.tenant.id,
    ).length,
  };
};

const outboundOf = (
  { stack, shops }: World,
  answers: readonly Answer[],
  rows: readonly Row[],
  shown: ReadonlySet<string>,
): Ledger['outbound'] => {
  const taken = stack.graph.ledger.accepted.entries.filter(({ reference }) => reference);
  const idOf = (reference: string | null | undefined) => reference?.split('.')[0] ?? '';
  const copies = counted(taken.map(({ reference }) => idOf(reference)));
  const status = new Map(rows.map((row) => [row.document_id, row.status]));
  const ids = new Set(answers.map(({ id }) => id));
  const reached = (id: string) => copies.has(id);
  const inOrder = new Map<string, string>();
  let outOfOrder = 0;
  for (const { phoneNumberId, to, text } of taken) {
    const chat = `${phoneNumberId} ${to}`;
    if ((inOrder.get(chat) ?? '') > (text ?? '')) outOfOrder += 1;
    inOrder.set(chat, text ?? '');
  }
  const chatOf = (shop: number, customer: string, id: string) => `${shop} ${customer} ${id}`;
  return {
    accepted: ids.size,
    sent: answers.filter(({ id }) => reached(id)).length,
    shown: answers.filter(({ id, shop, customer }) => shown.has(chatOf(shop, customer, id))).length,
    unknown: answers.filter(({ id }) => status.get(id) === 'unknown').length,
    doubled: more(copies) + (answers.length - ids.size),
    lost: answers.filter(({ id }) => !status.has(id)).length,
    untrue:
      answers.filter(({ id }) => reached(id) !== ['sent', 'delivered', 'read'].includes(status.get(id) ?? ''))
        .length +
      taken.filter(({ phoneNumberId, reference }) => {
        const shop = shops.findIndex(({ meta }) => meta.number.id === phoneNumberId);
        return answers.find(({ id }) => id === idOf(reference))?.shop !== shop;
      }).length,
    outOfOrder,
  };
};

/** Waits until nothing moves any more, and counts. */
export const closeLedger = async (
  world: World,
  { sent, acknowledged }: { sent: readonly Letter[]; acknowledged: ReadonlySet<string> },
  answers: readonly Answer[],
): Promise<Ledger> => {
  const rows = await eventually(
    async () => {
      const all = await storedRows(world);
      expect(all.filter(({ status }) => ['queued', 'sending', 'sent', 'delivered'].includes(status))).toEqual(
        [],
      );
      return all;
    },
    { deadlineMs: SETTLED_MS },
  );
  const shown = await shownIn(world);
  return {
    inbound: inboundOf(world, sent, acknowledged, rows, shown),
    outbound: outboundOf(world, answers, rows, shown),
  };
};
