import { aConversation } from '../../test-support/inbox-rows';
import { replyWindowOf } from './reply-window';

const now = new Date('2026-11-20T10:00:00.000Z');

describe('the reply window', () => {
  it('is open until it expires, counted up to the next full minute', () => {
    const open = aConversation('a', { windowExpiresAt: '2026-11-20T12:30:10.000Z' });
    expect(replyWindowOf(open, now)).toEqual({ state: 'open', minutesLeft: 151 });
  });

  it('is closed at its end, and when it never opened', () => {
    expect(replyWindowOf(aConversation('a', { windowExpiresAt: now.toISOString() }), now).state).toBe(
      'closed',
    );
    expect(replyWindowOf(aConversation('a', { windowExpiresAt: null }), now).state).toBe('closed');
  });

  it('does not exist on WhatsApp Web', () => {
    const web = aConversation('a', {
      channel: { id: 'w', name: 'Shop', kind: 'web' },
      windowExpiresAt: null,
    });
    expect(replyWindowOf(web, now).state).toBe('unlimited');
  });
});
