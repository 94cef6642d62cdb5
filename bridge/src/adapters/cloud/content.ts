import { z } from 'zod';
import { MessageContent } from '../../../../src/plugins/whatsapp/contracts/content';
import { compact, flag, listOf, number, part, text } from '../../kit/lenient';

const media = { id: text, mime_type: text, sha256: text, caption: text };
const choice = part({ id: text, title: text, description: text });

/** The types of Meta's messages as far as we understand them. `edit` holds another message, one level deep. */
const RawContent = z.object({
  type: z.string(),
  text: part({ body: z.string().optional().catch(undefined) }),
  image: part(media),
  video: part(media),
  audio: part({ ...media, voice: flag }),
  document: part({ ...media, filename: text }),
  sticker: part({ ...media, animated: flag }),
  location: part({ latitude: number, longitude: number, name: text, address: text, url: text }),
  contacts: listOf({
    name: part({ formatted_name: text, first_name: text, last_name: text }),
    phones: listOf({ phone: text, wa_id: text }),
  }),
  button: part({ payload: text, text }),
  interactive: part({
    button_reply: choice,
    list_reply: choice,
    nfm_reply: part({ name: text, body: text, response_json: text }),
    call_permission_reply: part({ response: text }),
  }),
  order: part({
    catalog_id: text,
    text,
    product_items: listOf({
      product_retailer_id: text,
      quantity: number,
      item_price: number,
      currency: text,
    }),
  }),
  reaction: part({ message_id: text, emoji: text }),
  system: part({ type: text, body: text }),
  edit: part({
    original_message_id: text,
    message: part({
      text: part({ body: text }),
      image: part(media),
      video: part(media),
      document: part(media),
    }),
  }),
  revoke: part({ original_message_id: text }),
  unsupported: part({ type: text }),
  errors: listOf({ title: text, message: text, error_data: part({ details: text }) }),
});
type RawContent = z.infer<typeof RawContent>;

const presentMedia = (file: { id?: string; mime_type?: string; sha256?: string; caption?: string }) => ({
  mediaId: file.id,
  mimeType: file.mime_type,
  sha256: file.sha256,
  caption: file.caption,
});

const presentChoice = (reply: { id?: string; title?: string; description?: string }) => ({
  type: 'choice',
  id: reply.id,
  title: reply.title ?? reply.id,
  description: reply.description,
});

const presentInteractive = ({ interactive }: RawContent) => {
  const reply = interactive?.button_reply ?? interactive?.list_reply;
  if (reply) return presentChoice(reply);
  const form = interactive?.nfm_reply;
  if (form)
    return { type: 'form', name: form.name ?? 'form', summary: form.body, answers: form.response_json };
  const permission = interactive?.call_permission_reply;
  return permission && { type: 'form', name: 'call_permission', summary: permission.response };
};

const presentContacts = ({ contacts }: RawContent) => ({
  type: 'contacts',
  contacts: contacts.map(({ name, phones }) => {
    const numbers = phones.flatMap(({ phone, wa_id }) => phone ?? wa_id ?? []);
    const parts = [name?.first_name, name?.last_name].filter(Boolean).join(' ');
    return { name: name?.formatted_name ?? (parts || (numbers[0] ?? '')), phones: numbers };
  }),
});

const presentOrder = ({ order }: RawContent) =>
  order && {
    type: 'order',
    catalogId: order.catalog_id,
    note: order.text,
    items: order.product_items.map((item) =>
      compact({
        productId: item.product_retailer_id,
        quantity: item.quantity,
        price: item.item_price,
        currency: item.currency,
      }),
    ),
  };

const presentEdit = ({ edit }: RawContent) => {
  const changed = edit?.message;
  const body = changed?.text?.body ?? (changed?.image ?? changed?.video ?? changed?.document)?.caption;
  return edit && { type: 'edit', targetId: edit.original_message_id, body };
};

/** One line per type of Meta's. What comes back is checked against the contract before it counts. */
const PRESENTERS: Record<string, (raw: RawContent) => object | undefined> = {
  text: ({ text: said }) => said && { type: 'text', body: said.body },
  image: ({ image }) => image && { type: 'image', ...presentMedia(image) },
  video: ({ video }) => video && { type: 'video', ...presentMedia(video) },
  audio: ({ audio }) => audio && { type: 'audio', ...presentMedia(audio), voice: audio.voice },
  document: ({ document }) =>
    document && { type: 'document', ...presentMedia(document), filename: document.filename },
  sticker: ({ sticker }) =>
    sticker && { type: 'sticker', ...presentMedia(sticker), animated: sticker.animated },
  location: ({ location }) => location && { type: 'location', ...location },
  contacts: presentContacts,
  button: ({ button }) => button && presentChoice({ id: button.payload, title: button.text }),
  interactive: presentInteractive,
  order: presentOrder,
  reaction: ({ reaction }) =>
    reaction && { type: 'reaction', emoji: reaction.emoji ?? null, targetId: reaction.message_id },
  system: ({ system }) => system && { type: 'system', event: system.type ?? 'system', body: system.body },
  edit: presentEdit,
  revoke: ({ revoke }) => revoke && { type: 'revoke', targetId: revoke.original_message_id },
};

/**
 * What a message of Meta's says. A type that we do not know, or a known one that lacks what makes it one, becomes
 * `unsupported` and keeps its payload: a message is never lost for its content.
 */
export const contentOf = (message: unknown): MessageContent => {
  const parsed = RawContent.safeParse(message);
  if (!parsed.success) return { type: 'unsupported', original: 'unknown', raw: message };
  const raw = parsed.data;
  const present = Object.hasOwn(PRESENTERS, raw.type) ? PRESENTERS[raw.type] : undefined;
  const content = MessageContent.safeParse(compact(present?.(raw) ?? {}));
  if (content.success) return content.data;
  const [error] = raw.errors;
  return compact({
    type: 'unsupported' as const,
    original: raw.unsupported?.type ?? raw.type,
    reason: error?.error_data?.details ?? error?.message ?? error?.title,
    raw: message,
  });
};
