import fc from 'fast-check';
import { MessageContent } from '../../../../src/plugins/whatsapp/contracts/content';
import { contentOf } from './content';

describe('content of a message', () => {
  it.each<[string, object, object]>([
    ['text', { text: { body: '' } }, { type: 'text', body: '' }],
    [
      'image',
      { image: { id: '1', mime_type: 'image/jpeg', sha256: 's', caption: 'c', url: 'u' } },
      { type: 'image', mediaId: '1', mimeType: 'image/jpeg', sha256: 's', caption: 'c' },
    ],
    ['video', { video: { id: 1 } }, { type: 'video', mediaId: '1' }],
    ['audio', { audio: { id: '1', voice: true } }, { type: 'audio', mediaId: '1', voice: true }],
    [
      'document',
      { document: { id: '1', filename: 'a.pdf' } },
      { type: 'document', mediaId: '1', filename: 'a.pdf' },
    ],
    [
      'sticker',
      { sticker: { id: '1', animated: false } },
      { type: 'sticker', mediaId: '1', animated: false },
    ],
    [
      'location',
      { location: { latitude: '4.5', longitude: -74, name: 'Office' } },
      { type: 'location', latitude: 4.5, longitude: -74, name: 'Office' },
    ],
    [
      'contacts',
      {
        contacts: [
          { name: { first_name: 'Lucía', last_name: 'Gómez' }, phones: [{ wa_id: '15550100777' }, {}] },
        ],
      },
      { type: 'contacts', contacts: [{ name: 'Lucía Gómez', phones: ['15550100777'] }] },
    ],
    [
      'contacts',
      { contacts: [{ phones: [{ phone: '+1 555 010 0777' }] }] },
      { type: 'contacts', contacts: [{ name: '+1 555 010 0777', phones: ['+1 555 010 0777'] }] },
    ],
    ['button', { button: { payload: 'P', text: 'Yes' } }, { type: 'choice', id: 'P', title: 'Yes' }],
    ['button', { button: { payload: 'P' } }, { type: 'choice', id: 'P', title: 'P' }],
    [
      'interactive',
      { interactive: { type: 'list_reply', list_reply: { id: 'r', title: 'Row', description: 'd' } } },
      { type: 'choice', id: 'r', title: 'Row', description: 'd' },
    ],
    [
      'interactive',
      { interactive: { nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"a":1}' } } },
      { type: 'form', name: 'flow', summary: 'Sent', answers: '{"a":1}' },
    ],
    [
      'interactive',
      { interactive: { call_permission_reply: { response: 'accept' } } },
      { type: 'form', name: 'call_permission', summary: 'accept' },
    ],
    [
      'order',
      {
        order: {
          catalog_id: 1,
          text: '',
          product_items: [{ product_retailer_id: 'p', quantity: '2', item_price: 9.5, currency: 'USD' }],
        },
      },
      {
        type: 'order',
        catalogId: '1',
        items: [{ productId: 'p', quantity: 2, price: 9.5, currency: 'USD' }],
      },
    ],
    [
      'reaction',
      { reaction: { message_id: 'm', emoji: '👍' } },
      { type: 'reaction', emoji: '👍', targetId: 'm' },
    ],
    [
      'reaction',
      { reaction: { message_id: 'm', emoji: '' } },
      { type: 'reaction', emoji: null, targetId: 'm' },
    ],
    ['reaction', { reaction: { message_id: 'm' } }, { type: 'reaction', emoji: null, targetId: 'm' }],
    [
      'system',
      { system: { type: 'user_changed_number', body: 'b' } },
      { type: 'system', event: 'user_changed_number', body: 'b' },
    ],
    [
      'edit',
      { edit: { original_message_id: 'm', message: { text: { body: 'new' } } } },
      { type: 'edit', targetId: 'm', body: 'new' },
    ],
    [
      'edit',
      { edit: { original_message_id: 'm', message: { image: { caption: 'new' } } } },
      { type: 'edit', targetId: 'm', body: 'new' },
    ],
    ['revoke', { revoke: { original_message_id: 'm' } }, { type: 'revoke', targetId: 'm' }],
  ])('of type %s: %p', (type, parts, content) => {
    expect(contentOf({ type, ...parts })).toEqual(content);
  });

  it.each([
    ['an unknown type', { type: 'hologram', hologram: { a: 1 } }, 'hologram'],
    ['a text without words', { type: 'text' }, 'text'],
    ['a place without coordinates', { type: 'location', location: { name: 'x' } }, 'location'],
    ['a reaction to nothing', { type: 'reaction', reaction: { emoji: '👍' } }, 'reaction'],
    ['a reply that holds nothing', { type: 'interactive', interactive: {} }, 'interactive'],
    [
      'an order of unreadable things',
      { type: 'order', order: { product_items: [{ quantity: 'many' }] } },
      'order',
    ],
    ['a name of an inherited property', { type: 'constructor' }, 'constructor'],
    ['no type', { text: { body: 'x' } }, 'unknown'],
  ])('keeps the payload of %s', (_what, message, original) => {
    expect(contentOf(message)).toEqual({ type: 'unsupported', original, raw: message });
  });

  it('says what WhatsApp says about a message that it cannot carry', () => {
    const message = {
      type: 'unsupported',
      unsupported: { type: 'poll' },
      errors: [{ code: 131051, error_data: { details: 'Not supported' } }],
    };
    expect(contentOf(message)).toEqual({
      type: 'unsupported',
      original: 'poll',
      reason: 'Not supported',
      raw: message,
    });
  });

  it('is valid for any payload under any known name', () => {
    const types = [
      'text',
      'image',
      'location',
      'contacts',
      'interactive',
      'order',
      'reaction',
      'edit',
      'system',
      'x',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue(), (type, payload) => {
        expect(MessageContent.safeParse(contentOf({ type, [type]: payload })).error).toBeUndefined();
      }),
    );
  });
});
