import { createHash } from 'node:crypto';
import { isFileAddress } from './graph-download';
import { sha256Of } from './media';

const GRAPH = 'https://graph.facebook.com';
const DIGEST = createHash('sha256').update('x');
const hex = DIGEST.copy().digest('hex');

describe('the digest of a file', () => {
  it.each([
    ['hexadecimal', hex],
    ['upper case', hex.toUpperCase()],
    ['base64', Buffer.from(hex, 'hex').toString('base64')],
  ])('is understood as %s', (_form, given) => {
    expect(sha256Of(given)).toBe(hex);
  });

  it.each([undefined, '', 'abc', `${hex}00`])('is not guessed from %p', (given) => {
    expect(sha256Of(given)).toBeUndefined();
  });
});

describe('the token goes', () => {
  it.each([
    'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1',
    'https://scontent.xx.fbcdn.net/v/1',
    'https://mmg.whatsapp.net/d/f/1',
    'https://graph.facebook.com/v24.0/1',
  ])('to %s', (address) => {
    expect(isFileAddress(address, GRAPH)).toBe(true);
  });

  it.each([
    'http://lookaside.fbsbx.com/1',
    'https://lookaside.fbsbx.com:8443/1',
    'https://fbsbx.com.example.com/1',
    'https://notfbsbx.com/1',
    'https://lookaside.fbsbx.com@example.com/1',
    'https://user:password@lookaside.fbsbx.com/1',
    'https://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:5000/admin',
    'file:///etc/passwd',
    '//lookaside.fbsbx.com/1',
    '',
  ])('not to %s', (address) => {
    expect(isFileAddress(address, GRAPH)).toBe(false);
  });

  it('where a simulated Meta is configured, there and to none of its neighbours', () => {
    const graph = 'http://127.0.0.1:4000';
    const addresses = ['http://127.0.0.1:4000/a', 'http://127.0.0.1:4001/a', 'http://localhost:4000/a'];
    expect(addresses.map((address) => isFileAddress(address, graph))).toEqual([true, false, false]);
  });
});
