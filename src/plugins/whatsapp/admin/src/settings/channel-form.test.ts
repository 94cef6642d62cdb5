import { creationOf, faultsOf, serverFaults, testOf, updateOf, type ChannelValues } from './channel-form';

const values: ChannelValues = {
  name: ' Sales ',
  phoneNumberId: ' 1066 4067 9000000 ',
  businessAccountId: '102290129340398',
  accessToken: 'EAAtesttokentesttoken\ntesttoken',
  appSecret: '0123456789abcdef0123456789abcdef',
};

describe('the channel form', () => {
  it('sends a new channel without the spaces that came along with pasting', () => {
    expect(creationOf(values)).toEqual({
      kind: 'cloud',
      name: 'Sales',
      credentials: {
        accessToken: 'EAAtesttokentesttokentesttoken',
        phoneNumberId: '106640679000000',
        businessAccountId: '102290129340398',
        appSecret: '0123456789abcdef0123456789abcdef',
      },
    });
  });

  it('finds nothing wrong with a complete one', () => {
    expect(faultsOf(values, 'create')).toEqual({});
  });

  it('names every field that is missing or wrong', () => {
    const wrong = {
      name: '',
      phoneNumberId: '+15550100001',
      businessAccountId: '',
      accessToken: 'x',
      appSecret: 'zz',
    };
    expect(faultsOf(wrong, 'create')).toEqual({
      name: { type: 'missing' },
      phoneNumberId: { type: 'wrong' },
      businessAccountId: { type: 'missing' },
      accessToken: { type: 'wrong' },
      appSecret: { type: 'wrong' },
    });
  });

  it('lets secrets stay empty while editing, and then does not send them', () => {
    const edited = { ...values, accessToken: '', appSecret: ' ' };
    expect(faultsOf(edited, 'edit')).toEqual({});
    expect(updateOf(edited)).toEqual({
      name: 'Sales',
      credentials: { phoneNumberId: '106640679000000', businessAccountId: '102290129340398' },
    });
    expect(testOf(edited, 'channel-1')).toEqual({
      kind: 'cloud',
      channelId: 'channel-1',
      credentials: { phoneNumberId: '106640679000000', businessAccountId: '102290129340398' },
    });
  });

  it('shows the server’s word at the field it is about', () => {
    expect(
      serverFaults([
        { path: 'credentials.appSecret', message: 'Wrong secret' },
        { path: 'name', message: 'Taken' },
        { path: 'elsewhere', message: 'Odd' },
      ]),
    ).toEqual({
      appSecret: { type: 'server', message: 'Wrong secret' },
      name: { type: 'server', message: 'Taken' },
    });
  });
});
