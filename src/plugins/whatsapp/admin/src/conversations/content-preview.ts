import type { MessageContent } from '../../../contracts/content';
import type { Text, TextId } from '../parts/useText';

type Kind = Exclude<MessageContent['type'], 'text'>;

/** What a message is called when its content is not words. */
export const KIND_LABELS = {
  image: 'content.image',
  video: 'content.video',
  audio: 'content.audio',
  document: 'content.document',
  sticker: 'content.sticker',
  location: 'content.location',
  contacts: 'content.contacts',
  choice: 'content.choice',
  form: 'content.form',
  order: 'content.order',
  poll: 'content.poll',
  reaction: 'content.reaction',
  system: 'content.system',
  edit: 'content.edit',
  revoke: 'content.revoke',
  unsupported: 'content.unsupported',
} as const satisfies Record<Kind, TextId>;

const wordsOf = (content: MessageContent): string | undefined => {
  switch (content.type) {
    case 'text':
    case 'system':
    case 'edit':
      return content.body;
    case 'image':
    case 'video':
    case 'audio':
    case 'sticker':
      return content.caption;
    case 'document':
      return content.caption ?? content.filename;
    case 'location':
      return content.name ?? content.address;
    case 'contacts':
      return content.contacts.map(({ name }) => name).join(', ');
    case 'choice':
      return content.title;
    case 'form':
      return content.summary ?? content.name;
    case 'reaction':
      return content.emoji ?? undefined;
    case 'order':
      return content.note;
    case 'poll':
      return content.question;
    case 'revoke':
    case 'unsupported':
      return undefined;
  }
};

const LONGEST = 160;

/** One line of a message, for quoting it and for reading it out. */
export const previewOf = (content: MessageContent, text: Text): string => {
  const words = wordsOf(content)?.replace(/\s+/g, ' ').trim();
  const line =
    content.type === 'text'
      ? (words ?? '')
      : [text(KIND_LABELS[content.type]), words].filter(Boolean).join(': ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};
