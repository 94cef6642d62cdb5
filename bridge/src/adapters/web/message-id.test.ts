import { isSerializedId, messageIdOf, readMessageId, serializedCandidates } from './message-id';

const key = (remote: string, fromMe = false, participant?: string) => ({
  id: '3EB0A1B2C3D4E5F6',
  remote,
  fromMe,
  participant,
});

describe('the id of a message', () => {
  it('stays when WhatsApp moves a chat from the phone number to the linked id', () => {
    expect(messageIdOf(key('15550100123@c.us'))).toBe(messageIdOf(key('123456789012345@lid')));
  });

  it('tells in from out', () => {
    expect(messageIdOf(key('15550100123@c.us', true))).toBe('out.3EB0A1B2C3D4E5F6');
    expect(messageIdOf(key('15550100123@c.us'))).toBe('in.3EB0A1B2C3D4E5F6');
  });

  it('names the writer within a group only', () => {
    expect(messageIdOf(key('120363000000000001@g.us', false, '15550100123:7@c.us'))).toBe(
      'in.3EB0A1B2C3D4E5F6.15550100123',
    );
    expect(messageIdOf(key('15550100123@c.us', false, '15550100123@c.us'))).toBe('in.3EB0A1B2C3D4E5F6');
  });

  it('leads back to every name that the page may have for it', () => {
    const reference = readMessageId('in.3EB0A1B2C3D4E5F6');
    expect(
      serializedCandidates(reference ?? { fromMe: true, stanza: '' }, ['1@lid', '15550100123@c.us']),
    ).toEqual(['false_1@lid_3EB0A1B2C3D4E5F6', 'false_15550100123@c.us_3EB0A1B2C3D4E5F6']);
  });

  it.each(['', 'wamid.HBgL', 'in.', 'in.a b', 'out.3EB0.x_y', 'in.1234.edit.5'])('is not %p', (text) => {
    expect(readMessageId(text)).toBeUndefined();
  });
});

describe("WhatsApp's own id", () => {
  it.each([
    'false_15550100123@c.us_3EB0A1B2C3',
    'true_123456789012345@lid_3EB0A1B2C3',
    'false_120363000000000001@g.us_3A00FF_15550100123@c.us',
  ])('is %s', (text) => expect(isSerializedId(text)).toBe(true));

  it.each(['', '../7001', 'me', 'false_15550100123@c.us', '12345', 'false_x@newsletter_1234'])(
    'is not %p',
    (text) => expect(isSerializedId(text)).toBe(false),
  );
});
