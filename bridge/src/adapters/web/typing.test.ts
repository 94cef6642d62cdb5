import { ManualClock } from '../../../test/support/manual-clock';
import type { EngineSignal } from './engine';
import { addressesOf } from './people';
import { createTyping } from './typing';

const ANA = '15550100101@c.us';

const scene = () => {
  const clock = new ManualClock();
  const told: EngineSignal[] = [];
  const people = { addressesOf: async (wid: string) => addressesOf(wid) };
  const { hear } = createTyping({ people, clock, signal: (signal) => told.push(signal) });
  return { clock, told, hear };
};

describe('somebody who writes', () => {
  it('is told of when they begin and when they end', async () => {
    const { told, hear } = scene();
    await hear(ANA, 'typing');
    await hear(ANA, 'available');
    expect(told).toEqual([
      { type: 'typing', from: { waId: '15550100101' }, isTyping: true },
      { type: 'typing', from: { waId: '15550100101' }, isTyping: false },
    ]);
  });

  it('also writes while they record their voice', async () => {
    const { told, hear } = scene();
    await hear({ _serialized: ANA }, 'recording_audio');
    expect(told).toMatchObject([{ isTyping: true }]);
  });

  it('is told of again after a while, and not at each key', async () => {
    const { clock, told, hear } = scene();
    await hear(ANA, 'typing');
    await hear(ANA, 'typing');
    clock.advance(5_000);
    await hear(ANA, 'typing');
    expect(told).toHaveLength(2);
  });

  it('is not somebody who comes or goes', async () => {
    const { told, hear } = scene();
    await hear(ANA, 'available');
    await hear(ANA, 'unavailable');
    expect(told).toEqual([]);
  });

  it.each([
    ['a group', '120363000000000001@g.us'],
    ['the status list', 'status@broadcast'],
    ['nobody', undefined],
    ['a number', 7],
  ])('is not %s', async (_who, wid) => {
    const { told, hear } = scene();
    await hear(wid, 'typing');
    expect(told).toEqual([]);
  });
});
