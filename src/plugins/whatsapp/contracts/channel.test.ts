import { CloudCredentials, CreateChannel } from './channel';
import type { WhatsAppError } from './errors';
import { parseWith } from './errors';

const credentials = {
  accessToken: 'EAAtesttokentesttokentesttoken',
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  appSecret: '0123456789abcdef0123456789abcdef',
};

const problemsOf = (value: unknown) => {
  try {
    parseWith(CreateChannel, value);
  } catch (error) {
    return (error as WhatsAppError).fields;
  }
  return [];
};

describe('credentials of a channel', () => {
  it('take pasted values with the spaces and line breaks that came along', () => {
    const pasted = {
      ...credentials,
      phoneNumberId: ' 1065 4035\n2242922 ',
      accessToken: `${credentials.accessToken}\n`,
    };
    expect(CloudCredentials.parse(pasted)).toEqual(credentials);
  });

  it('take an app secret in capitals: Meta writes it in small letters', () => {
    const shouted = { ...credentials, appSecret: credentials.appSecret.toUpperCase() };
    expect(CloudCredentials.parse(shouted)).toEqual(credentials);
  });

  it.each([
    ['phoneNumberId', '+1 555 010 0123'],
    ['businessAccountId', 'acme'],
    ['accessToken', 'short'],
    ['appSecret', 'not-hexadecimal'],
  ])('name the field when %s is wrong', (field, value) => {
    const fields = problemsOf({
      kind: 'cloud',
      name: 'Sales',
      credentials: { ...credentials, [field]: value },
    });
    expect(fields?.map(({ path }) => path)).toEqual([`credentials.${field}`]);
  });

  it('never repeat a wrong secret in the message', () => {
    const fields = problemsOf({
      kind: 'cloud',
      name: 'Sales',
      credentials: { ...credentials, appSecret: 'hunter2-hunter2' },
    });
    expect(JSON.stringify(fields)).not.toContain('hunter2');
  });

  it('refuse a field that does not exist', () => {
    expect(problemsOf({ kind: 'cloud', name: 'Sales', credentials, tenant: 'other' })).not.toEqual([]);
  });
});
