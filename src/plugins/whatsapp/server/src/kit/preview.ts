import type { ContentType, MessageContent } from '../../../contracts/content';

const PREVIEW_MAX_LENGTH = 160;

/** The mark of a kind in a list row; the screen shows it as an icon with a translated word. */
const LABELS: Partial<Record<ContentType, string>> = {
  image: '📷',
  video: '🎬',
  audio: '🎤',
  document: '📄',
  sticker: '🖼️',
  location: '📍',
  contacts: '👤',
  form: '📋',
  order: '🛒',
  poll: '📊',
  edit: '✏️',
  revoke: '🚫',
  unsupported: '❔',
};

const wordsOf = (content: MessageContent): string => {
  switch (content.type) {
    case 'text':
      return content.body;
    case 'image':
    case 'video':
      return content.caption ?? '';
    case 'document':
      return content.caption ?? content.filename ?? '';
    case 'location':
      return content.name ?? content.address ?? '';
    case 'contacts':
      return content.contacts.map((contact) => contact.name).join(', ');
    case 'choice':
      return content.title;
    case 'form':
      return content.summary ?? content.name;
    case 'order':
      return content.note ?? '';
    case 'poll':
      return content.question;
    case 'reaction':
      return content.emoji ?? '';
    case 'system':
    case 'edit':
      return content.body ?? '';
    case 'audio':
    case 'sticker':
    case 'revoke':
      return '';
    case 'unsupported':
      return content.original;
  }
};

/** One line that stands for a message in a list. */
export const previewOf = (content: MessageContent): string => {
  const line = [LABELS[content.type], wordsOf(content).replace(/\s+/g, ' ').trim()].filter(Boolean).join(' ');
  const characters = [...line];
  return characters.length > PREVIEW_MAX_LENGTH
    ? `${characters.slice(0, PREVIEW_MAX_LENGTH - 1).join('')}…`
    : line;
};
