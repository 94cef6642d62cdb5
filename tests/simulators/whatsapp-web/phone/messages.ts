import type { PhoneDescription } from '../control/describe';
import { make, redraw } from './dom';

export type Message = PhoneDescription['chats'][number]['messages'][number];
/** What may be done to a message, by the word on its button. */
export type Acts = (message: Message) => Record<string, () => void>;

const TICKS: Record<number, string> = { [-1]: '✗', 0: '🕓', 1: '✓', 2: '✓✓', 3: '✓✓ read', 4: '✓✓ played' };
const WORDS: Record<string, string> = {
  revoked: '🚫 taken back',
  ciphertext: '🔒 cannot be read yet',
  ptt: '🎤 voice message',
  sticker: 'sticker',
  poll_creation: '📊 ',
  location: '📍 ',
  vcard: '👤 contact',
  multi_vcard: '👥 contacts',
};

const textOf = (message: Message): string => {
  const { type, body, caption, filename } = message;
  const more = [message['pollName'], message['loc'], filename].filter((part) => typeof part === 'string');
  const text = type === 'vcard' || type === 'revoked' ? '' : (caption ?? body ?? '');
  return [WORDS[type], ...more, text].filter(Boolean).join(' ').trim() || type;
};

const pictureOf = ({ type, directPath }: Message): HTMLElement | null =>
  directPath && (type === 'image' || type === 'sticker')
    ? make('img', { src: `/_control/file?path=${encodeURIComponent(directPath)}`, alt: 'Picture' })
    : null;

const draw = (message: Message, isOwn: boolean, acts: Acts): HTMLElement => {
  const time = new Date(message.t * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const author = !isOwn && message.author ? `${message.author.split('@')[0]} · ` : '';
  const buttons = Object.entries(acts(message)).map(([word, onclick]) =>
    make('button', { type: 'button', onclick }, word),
  );
  return make(
    'div',
    { className: isOwn ? 'message own' : 'message' },
    pictureOf(message),
    make('p', {}, textOf(message)),
    make(
      'span',
      { className: 'quiet' },
      `${author}${time}${isOwn ? ` ${TICKS[message.ack ?? 0] ?? ''}` : ''}`,
    ),
    message.reactions.length > 0 ? make('span', {}, ` ${message.reactions.join(' ')}`) : null,
    buttons.length > 0 ? make('div', { className: 'acts' }, ...buttons) : null,
  );
};

export interface Shown {
  list: HTMLElement;
  messages: Message[];
  isOwn: (message: Message) => boolean;
  acts: Acts;
}

export const showMessages = ({ list, messages, isOwn, acts }: Shown): void =>
  redraw(list, messages, () => messages.map((message) => draw(message, isOwn(message), acts)));
