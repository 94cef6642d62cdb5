import fc from 'fast-check';
import { higherStatus, mayMove, maySettle, MessageStatus, ProviderStatus } from './status';

const status = fc.constantFrom(...MessageStatus.options);
const report = fc.constantFrom(...ProviderStatus.options);

const permutations = <Item>(items: Item[]): Item[][] =>
  items.length <= 1
    ? [items]
    : items.flatMap((item, index) =>
        permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
      );

describe('message status', () => {
  it.each(permutations<ProviderStatus>(['sent', 'delivered', 'read', 'failed']).map((order) => [order]))(
    'ends as read after %j',
    (order) => {
      expect(order.reduce<MessageStatus>(higherStatus, 'sending')).toBe('read');
    },
  );

  it('ends the same for any order of any reports', () => {
    fc.assert(
      fc.property(
        fc.array(report, { maxLength: 8 }),
        fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
        (reports, keys) => {
          const shuffled = reports
            .map((one, index) => ({ one, key: keys[index] ?? 0 }))
            .sort((a, b) => a.key - b.key);
          const inOrder = reports.reduce<MessageStatus>(higherStatus, 'sending');
          expect(shuffled.map(({ one }) => one).reduce<MessageStatus>(higherStatus, 'sending')).toBe(inOrder);
        },
      ),
    );
  });

  it('does not change when a report comes twice', () => {
    fc.assert(
      fc.property(status, report, (before, one) => {
        const once = higherStatus(before, one);
        expect(higherStatus(once, one)).toBe(once);
      }),
    );
  });

  it('keeps a failure that follows "sent", and forgets one that follows "delivered"', () => {
    expect(higherStatus('sent', 'failed')).toBe('failed');
    expect(higherStatus('delivered', 'failed')).toBe('delivered');
    expect(higherStatus('failed', 'delivered')).toBe('delivered');
  });

  it('lets a person send again only what failed or may have been sent', () => {
    const allowed = MessageStatus.options.filter((one) => mayMove('retry', one));
    expect(allowed.sort()).toEqual(['failed', 'unknown']);
  });

  it('lets the end of a send move only what is on its way, may have been sent, or was just asked for again', () => {
    const settled = (to: 'sent' | 'failed' | 'unknown') =>
      MessageStatus.options.filter((one) => maySettle(one, to));
    expect(settled('sent')).toEqual(['queued', 'sending', 'unknown']);
    expect(settled('failed')).toEqual(['sending', 'unknown']);
    expect(settled('unknown')).toEqual(['sending', 'unknown']);
  });
});
