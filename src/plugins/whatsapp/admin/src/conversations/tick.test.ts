import { tickOf } from './tick';

describe('the tick', () => {
  it.each([
    ['queued', 'waiting'],
    ['sending', 'waiting'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['read', 'read'],
    ['played', 'read'],
    ['unknown', 'unknown'],
    ['failed', 'failed'],
  ] as const)('of an outgoing message that is %s says %s', (status, tick) => {
    expect(tickOf({ direction: 'out', status })).toBe(tick);
  });

  it('is not drawn for what the customer wrote', () => {
    expect(tickOf({ direction: 'in', status: 'received' })).toBeNull();
  });
});
