import type { ChannelKind } from '../../../contracts/channel';
import { WhatsAppError } from '../../../contracts/errors';
import type { SendMessage } from '../../../contracts/inbox';
import { CAPABILITIES } from '../channels';
import { wrongField } from './row-content';

/** Refuses what a channel of this kind can never send, before anything is kept. */
export const assertMaySend = (
  kind: ChannelKind,
  { content, quotedId }: Pick<SendMessage, 'content' | 'quotedId'>,
): void => {
  if (!CAPABILITIES[kind].includes(content.type))
    throw new WhatsAppError('unsupported', 'This channel cannot send messages of this kind');
  if (kind === 'web' && content.type === 'contacts' && content.contacts.length > 1)
    throw new WhatsAppError('unsupported', 'A message of WhatsApp Web carries one contact card', {
      remedy: 'Send the cards one by one.',
    });
  if (content.type === 'reaction' && quotedId !== undefined)
    throw wrongField('quotedId', 'A reaction quotes nothing');
};
