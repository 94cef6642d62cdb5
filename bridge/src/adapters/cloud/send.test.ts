import type { CommandContent } from '../../../../src/plugins/whatsapp/contracts/bridge';
import { textCommand } from '../../../test/adapter-conformance';
import { fileToSend } from '../../../test/support/files-to-send';
import { messageBody } from './send';

const file = { ...fileToSend(), ticket: '9001' };
const bodyOf = (content: CommandContent) => messageBody(textCommand({ content }));

describe('the body of a message', () => {
  it.each<[CommandContent, unknown]>([
    [
      { type: 'image', file, caption: 'Our shop' },
      { id: '9001', caption: 'Our shop' },
    ],
    [{ type: 'video', file }, { id: '9001' }],
    [
      { type: 'audio', file, voice: true },
      { id: '9001', voice: true },
    ],
    [{ type: 'audio', file, voice: false }, { id: '9001' }],
    [
      { type: 'document', file },
      { id: '9001', filename: 'shop.png' },
    ],
    [
      { type: 'location', latitude: 0, longitude: -180, url: 'https://example.com' },
      { latitude: 0, longitude: -180 },
    ],
    [
      { type: 'contacts', contacts: [{ name: 'Nour Haddad', phones: ['+15550100124'] }] },
      [
        {
          name: { formatted_name: 'Nour Haddad', first_name: 'Nour Haddad' },
          phones: [{ phone: '+15550100124' }],
        },
      ],
    ],
    [
      { type: 'reaction', emoji: '👍', targetId: 'wamid.T' },
      { message_id: 'wamid.T', emoji: '👍' },
    ],
    [
      { type: 'reaction', emoji: null, targetId: 'wamid.T' },
      { message_id: 'wamid.T', emoji: '' },
    ],
  ])('has under its type what Meta documents: %j', (content, part) => {
    expect(bodyOf(content)).toMatchObject({ type: content.type, [content.type]: part });
    expect(bodyOf(content)[content.type]).toEqual(part);
  });

  it('quotes, but not with a reaction, which Meta refuses', () => {
    const quotedMessageId = 'wamid.Q';
    const place = { type: 'location' as const, latitude: 0, longitude: 0 };
    const reaction = { type: 'reaction' as const, emoji: '👍', targetId: 'wamid.T' };
    expect(messageBody(textCommand({ content: place, quotedMessageId }))).toHaveProperty('context');
    expect(messageBody(textCommand({ content: reaction, quotedMessageId }))).not.toHaveProperty('context');
  });
});
