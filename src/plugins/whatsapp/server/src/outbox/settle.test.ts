import type { MessageRow } from '../store';
import { messageRow } from '../store/message-row.fixture';
import { afterOutcome, type Outcome } from './settle';

const now = new Date('2026-03-01T10:00:00.000Z');
const rowIn = (status: MessageRow['status']) => messageRow({ status });

const accepted: Outcome = { type: 'accepted', receipt: { messageId: 'wamid.1' } };
const refused: Outcome = {
  type: 'refused',
  report: { kind: 'rejected', message: 'No', upstreamCode: '131047' },
};
const unknown: Outcome = { type: 'unknown', report: { kind: 'unknown-outcome', message: 'Lost' } };

describe('the end of a send', () => {
  it('is "sent" only with WhatsApp\'s own id', () => {
    expect(afterOutcome(rowIn('sending'), accepted, now)).toMatchObject({
      status: 'sent',
      messageId: 'wamid.1',
      dueAt: null,
    });
  });

  it('does not take back what a report said before the answer came', () => {
    expect(afterOutcome(rowIn('delivered'), accepted, now)?.status).toBe('delivered');
    expect(afterOutcome(rowIn('delivered'), refused, now)).toBeNull();
    expect(afterOutcome(rowIn('read'), unknown, now)).toBeNull();
  });

  it('keeps the reason of a refusal', () => {
    expect(afterOutcome(rowIn('sending'), refused, now)).toMatchObject({
      status: 'failed',
      failure: { code: '131047' },
    });
  });

  it('is "may have been sent" when the answer was lost, and waits for nobody', () => {
    expect(afterOutcome(rowIn('sending'), unknown, now)).toMatchObject({ status: 'unknown', dueAt: null });
  });

  it('keeps a message from being sent again when its answer comes after a person asked for another try', () => {
    expect(afterOutcome(rowIn('queued'), accepted, now)).toMatchObject({ status: 'sent', dueAt: null });
    expect(afterOutcome(rowIn('queued'), unknown, now)).toBeNull();
  });
});
