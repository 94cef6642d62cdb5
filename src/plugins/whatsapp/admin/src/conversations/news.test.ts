import { aMessage } from '../../test-support/inbox-rows';
import { chatRows } from './chat-rows';
import { newsOf } from './news';

const rowsOf = (stored: ReturnType<typeof aMessage>[]) =>
  chatRows({ stored, pending: [], author: null, hasPrevious: false });

describe('news in a chat', () => {
  const question = aMessage('question');
  const answer = aMessage('answer', { direction: 'out', status: 'sent', seq: 2 });

  it('are what the customer wrote last', () => {
    expect(newsOf(rowsOf([question, answer]))?.message).toBe(question);
  });

  it('are an own message that failed, and again when it fails again', () => {
    const failed = newsOf(rowsOf([question, { ...answer, status: 'failed' }]));
    expect(failed?.message.id).toBe('answer');
    expect(failed?.key).not.toBe(newsOf(rowsOf([question, answer]))?.key);
  });

  it('are none in an empty chat', () => {
    expect(newsOf([])).toBeNull();
  });
});
