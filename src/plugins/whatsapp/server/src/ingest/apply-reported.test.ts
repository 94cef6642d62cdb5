import fc from 'fast-check';
import type { MessageReported } from '../../../contracts/bridge';
import { ProviderStatus } from '../../../contracts/status';
import { messageRow } from '../store/message-row.fixture';
import { afterReport, parseClientRef } from './apply-reported';

const message = messageRow({ attempts: 2 });

const reportOf = (status: ProviderStatus, change: Partial<MessageReported> = {}): MessageReported => ({
  type: 'message.reported',
  messageId: 'wamid.1',
  clientRef: 'm1.2',
  status,
  at: '2026-03-01T10:00:00.000Z',
  ...change,
});

describe('a report about an outgoing message', () => {
  it('settles a send whose answer was lost, and takes it out of the queue', () => {
    const settled = afterReport({ ...message, status: 'unknown', dueAt: null }, reportOf('delivered'));
    expect(settled).toMatchObject({ status: 'delivered', messageId: 'wamid.1', dueAt: null });
  });

  it('ends in the same state in any order, also when repeated', () => {
    const reports = fc.array(
      fc.record({
        status: fc.constantFrom(...ProviderStatus.options),
        minute: fc.integer({ min: 10, max: 59 }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(reports, (events) => {
        const all = events.map(({ status, minute }) =>
          reportOf(status, { at: `2026-03-01T10:${minute}:00.000Z` }),
        );
        const state = (order: MessageReported[]) => {
          const { failure, ...rest } = order.reduce(afterReport, message);
          return { ...rest, failed: failure !== null };
        };
        expect(state([...all].reverse())).toEqual(state(all));
        expect(state([...all, ...all])).toEqual(state(all));
      }),
    );
  });

  it('keeps the reason of a failure until the message proves to have arrived', () => {
    const error = { kind: 'rejected' as const, message: 'Not on WhatsApp', upstreamCode: '131026' };
    const failed = afterReport(message, reportOf('failed', { error }));
    expect(failed).toMatchObject({
      status: 'failed',
      failure: { code: '131026', reason: 'Not on WhatsApp' },
    });
    expect(afterReport(failed, reportOf('read')).failure).toBeNull();
  });

  it('does not fail a message for an earlier try', () => {
    expect(afterReport(message, reportOf('failed', { clientRef: 'm1.1' }))).toEqual(message);
  });

  it('counts a delivery of an earlier try: it did arrive', () => {
    expect(afterReport(message, reportOf('delivered', { clientRef: 'm1.1' })).status).toBe('delivered');
  });
});

describe('client reference', () => {
  it.each([undefined, '', 'm1', 'm1.x', '../m1.1', "m1'.1"])('is not %j', (ref) => {
    expect(parseClientRef(ref)).toBeNull();
  });
});
