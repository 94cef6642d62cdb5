import { createHash } from 'node:crypto';
import type { EngineContent } from './engine';
import type { RawMessage } from './raw-message';

const digest = (kind: string, words: string): string =>
  createHash('sha256').update(`${kind}\n${words.trim()}`).digest('hex').slice(0, 32);

/**
 * What a message is recognised by when its id got lost between the page and us. Only ever compared within one session and
 * a few hours, and it keeps no words.
 */
export const fingerprintOf = (content: EngineContent): string => {
  switch (content.type) {
    case 'text':
      return digest('chat', content.body);
    case 'image':
    case 'video':
    case 'document':
      return digest(content.type, content.caption ?? '');
    case 'audio':
      return digest(content.voice ? 'ptt' : 'audio', '');
    case 'location':
      return digest('location', `${content.latitude},${content.longitude}`);
    case 'contacts':
      return digest('contacts', '');
    case 'reaction':
      return digest('reaction', content.targetId);
  }
};

/** The same of a message that the page has. */
export const fingerprintOfRaw = (raw: RawMessage): string => {
  switch (raw.type) {
    case 'image':
    case 'video':
    case 'document':
      return digest(raw.type, raw.caption ?? '');
    case 'audio':
    case 'ptt':
      return digest(raw.type, '');
    case 'location':
      return digest('location', `${raw.lat},${raw.lng}`);
    case 'vcard':
    case 'multi_vcard':
      return digest('contacts', '');
    default:
      return digest(raw.type, raw.body ?? '');
  }
};
