import type { MessageContent } from '../../../contracts/content';
import type { Text } from '../parts/useText';
import { previewOf } from './content-preview';

const text: Text = (id) => `<${id}>`;

describe('the preview of a message', () => {
  it.each<[MessageContent, string]>([
    [{ type: 'text', body: 'Two\n lines' }, 'Two lines'],
    [{ type: 'image', caption: 'Our shop' }, '<content.image>: Our shop'],
    [{ type: 'image' }, '<content.image>'],
    [{ type: 'document', filename: 'offer.pdf' }, '<content.document>: offer.pdf'],
    [
      {
        type: 'contacts',
        contacts: [
          { name: 'Ana', phones: [] },
          { name: 'Bea', phones: [] },
        ],
      },
      '<content.contacts>: Ana, Bea',
    ],
    [{ type: 'reaction', emoji: null, targetId: 'x' }, '<content.reaction>'],
    [{ type: 'unsupported', original: 'poll', raw: {} }, '<content.unsupported>'],
  ])('of %j is one line', (content, preview) => {
    expect(previewOf(content, text)).toBe(preview);
  });

  it('is cut where it gets long', () => {
    expect(previewOf({ type: 'text', body: 'a'.repeat(500) }, text)).toBe(`${'a'.repeat(160)}…`);
  });
});
