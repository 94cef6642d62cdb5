/** Of every company: so many conversations with a message each, and some of them long. */
export interface InboxSize {
  companies: number;
  conversations: number;
  longChats: number;
  /** Messages that each long chat has beside its last. */
  longChatMessages: number;
}

/** No company's conversations lie in the order of their last message: neighbours in the list are strangers on the disk. */
const STRIDE = 7_919;

const documentId = (letter: string, n: string): string =>
  `'${letter}' || substr(md5('${letter}' || ${n}), 1, 23)`;
const TIMES = 'created_at, updated_at, published_at';
const NOW = 'now(), now(), now()';

/** `k` of the conversation that received the company's `r`th message: the inverse of `r = k * STRIDE % conversations`. */
const inverseStride = (modulus: number): number => {
  let [r0, r1, t0, t1] = [modulus, STRIDE % modulus, 0, 1];
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1);
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  if (r0 !== 1) throw new Error(`The number of conversations must not be a multiple of ${STRIDE}`);
  return ((t0 % modulus) + modulus) % modulus;
};

/** Rows of one table; `insert` reads their numbers, from 0 on, from `numbers`, and companies from `bench_companies`. */
export interface Part {
  label: string;
  rows: number;
  insert: string;
}

const AT = (rank: string, conversations: number): string =>
  `timestamp '2026-01-01' + ${rank} * interval '300 days' / ${conversations}`;

/**
 * Row `n` of contacts, conversations and first messages belongs to company `n % companies`: companies lie mixed on the
 * disk, as they do when they work at the same time. Contacts and conversations are counted by `k`, messages by the time
 * at which they came, `r`.
 */
export const partsOf = ({ companies, conversations, longChats, longChatMessages }: InboxSize): Part[] => {
  const total = companies * conversations;
  const long = companies * longChats * longChatMessages;
  const company = `join bench_companies b on b.n = g.n % ${companies}`;
  const k = `(g.n / ${companies})`;
  const messageOf = `(${k} * ${STRIDE} % ${conversations}) * ${companies} + g.n % ${companies} + 1`;
  const phone = (n: string) => `'1555' || lpad((${n})::text, 8, '0')`;
  return [
    {
      label: 'contacts',
      rows: total,
      insert: `insert into whatsapp_contacts (id, document_id, tenant_id, profile_name, ${TIMES})
        select g.n + 1, ${documentId('c', 'g.n')}, b.tenant_id, 'Customer ' || ${k}, ${NOW} from numbers g ${company}`,
    },
    ...['wa_id', 'phone'].map((kind, index) => ({
      label: `addresses (${kind})`,
      rows: total,
      insert: `insert into whatsapp_contact_addresses (id, document_id, tenant_id, contact_id, kind, value, ${TIMES})
        select g.n + 1 + ${index * total}, ${documentId(kind.charAt(0), 'g.n')}, b.tenant_id, g.n + 1, '${kind}',
          ${phone('g.n')}, ${NOW} from numbers g ${company}`,
    })),
    {
      label: 'conversations',
      rows: total,
      insert: `insert into whatsapp_conversations (id, document_id, tenant_id, channel_id, contact_id, chat_id, status,
          unread_count, last_message_id, last_message_preview, last_message_at, window_expires_at, change_seq, ${TIMES})
        select g.n + 1, ${documentId('v', 'g.n')}, b.tenant_id, b.channel_id, g.n + 1, ${phone('g.n')}, 'open',
          case when ${k} % 33 = 0 then 2 else 0 end, ${messageOf}, 'Is it still there? ' || ${k},
          ${AT(`(${k} * ${STRIDE} % ${conversations})`, conversations)},
          ${AT(`(${k} * ${STRIDE} % ${conversations})`, conversations)} + interval '1 day',
          ${k} * ${STRIDE} % ${conversations} + 1, ${NOW} from numbers g ${company}`,
    },
    {
      label: 'messages',
      rows: total,
      insert: `insert into whatsapp_messages (id, document_id, tenant_id, conversation_id, channel_id, sender_id,
          message_id, direction, type, content, status, forwarded, sent_at, received_at, seq, change_seq, attempts,
          priority, ${TIMES})
        select g.n + 1, ${documentId('m', 'g.n')}, b.tenant_id, x.id, b.channel_id, x.id,
          'wamid.' || lpad(g.n::text, 20, '0'), 'in', 'text',
          jsonb_build_object('type', 'text', 'body', 'Is it still there? ' || ${k}), 'received', false,
          ${AT(k, conversations)}, ${AT(k, conversations)}, ${k} + 1, ${k} + 1, 0, 0, ${NOW}
        from numbers g ${company} cross join lateral
          (select (${k} * ${inverseStride(conversations)} % ${conversations}) * ${companies} + g.n % ${companies} + 1 as id) x`,
    },
    {
      label: 'messages of long chats',
      rows: long,
      insert: `insert into whatsapp_messages (id, document_id, tenant_id, conversation_id, channel_id, sender_id,
          message_id, direction, type, content, status, forwarded, sent_at, received_at, seq, change_seq, attempts,
          priority, ${TIMES})
        select ${total} + g.n + 1, ${documentId('l', 'g.n')}, b.tenant_id, x.chat + 1, b.channel_id,
          case when not x.is_out then x.chat + 1 end,
          'wamid.l' || lpad(g.n::text, 19, '0'), case when x.is_out then 'out' else 'in' end, 'text',
          jsonb_build_object('type', 'text', 'body', 'Line ' || x.line || ' of a long talk'),
          case when x.is_out then 'read' else 'received' end, false,
          x.at - x.line * interval '7 minutes', x.at - x.line * interval '7 minutes',
          ${conversations} + ${k} + 1, ${conversations} + ${k} + 1, 0, 0, ${NOW}
        from numbers g ${company} cross join lateral (
          select ${k} / ${longChats} + 1 as line, (${k} / ${longChats}) % 2 = 0 as is_out,
            (${k} % ${longChats}) * ${companies} + g.n % ${companies} as chat,
            ${AT(`((${k} % ${longChats}) * ${STRIDE} % ${conversations})`, conversations)} as at) x`,
    },
  ];
};
