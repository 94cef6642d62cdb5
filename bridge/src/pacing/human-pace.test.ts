import { textCommand } from '../../test/adapter-conformance';
import { fileToSend } from '../../test/support/files-to-send';
import { ManualClock } from '../../test/support/manual-clock';
import { createHumanPace } from './human-pace';

const saying = (body: string) => ({ ...textCommand(), content: { type: 'text' as const, body } });

describe('the pace of a person', () => {
  let clock: ManualClock;
  beforeEach(() => {
    clock = new ManualClock();
  });
  const paceOf = (random: number) => createHumanPace(clock, () => random);
  const send = async () => 'sent';

  it('lets the first message go at once, and the next after the time it took to type', async () => {
    const pace = paceOf(1 / 3); // neither hurried nor slow
    expect(await pace.paced('a', saying('x'.repeat(40)), send)).toBe('sent');
    await expect(pace.paced('a', saying('y'), send)).rejects.toMatchObject({
      kind: 'throttled',
      scope: 'channel',
      retryAfterMs: 2_000,
    });
    clock.advance(2_000);
    expect(await pace.paced('a', saying('y'), send)).toBe('sent');
  });

  it('holds for a moment what may go in a moment', async () => {
    const pace = paceOf(1 / 3);
    await pace.paced('a', saying('x'.repeat(40)), send);
    clock.advance(1_500);
    const waiting = pace.paced('a', saying('y'), send);
    clock.advance(500);
    expect(await waiting).toBe('sent');
  });

  it('never waits for a long text as long as it would take to type', async () => {
    const pace = paceOf(1);
    await pace.paced('a', saying('x'.repeat(4_000)), send);
    await expect(pace.paced('a', saying('y'), send)).rejects.toMatchObject({ retryAfterMs: 8_400 });
  });

  it('gives a file and its words their time, and a reaction hardly any', async () => {
    const pace = paceOf(1 / 3);
    const file = { ...fileToSend(), ticket: 'f1' };
    const reaction = { type: 'reaction' as const, emoji: '👍', targetId: 'm1' };
    const image = { type: 'image' as const, file, caption: 'x'.repeat(20) };
    await pace.paced('a', { ...textCommand(), content: image }, send);
    await expect(pace.paced('a', saying('y'), send)).rejects.toMatchObject({ retryAfterMs: 3_000 });
    await pace.paced('b', { ...textCommand(), content: reaction }, send);
    clock.advance(1);
    const next = pace.paced('b', saying('y'), send);
    clock.advance(1_000);
    expect(await next).toBe('sent');
  });

  it('is each channel’s own', async () => {
    const pace = paceOf(0);
    await pace.paced('a', saying('x'), send);
    expect(await pace.paced('b', saying('x'), send)).toBe('sent');
  });
});
