import { addMs, clock, sharedClock } from '../kit/clock';
import { followTime, type SharedTime } from './shared-time';

describe('the time that processes share', () => {
  let time: SharedTime | undefined;
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    time?.stop();
    sharedClock.correct(0);
    jest.useRealTimers();
  });

  const aheadMs = (): number => clock.now().getTime() - sharedClock.now().getTime();
  const follow = async (read: () => Promise<Date>): Promise<unknown[]> => {
    const troubles: unknown[] = [];
    time = await followTime(read, (error) => troubles.push(error));
    return troubles;
  };

  it.each([7_000, -7_000])('is the database’s where this machine is %d ms ahead', async (ms) => {
    await follow(async () => addMs(clock.now(), -ms));
    expect(aheadMs()).toBe(ms);
  });

  it('is this machine’s own where it differs by less than can be measured', async () => {
    await follow(async () => addMs(clock.now(), 200));
    expect(aheadMs()).toBe(0);
  });

  it('follows a clock that is set', async () => {
    let ms = 0;
    await follow(async () => addMs(clock.now(), -ms));
    ms = 3_000;
    await jest.advanceTimersByTimeAsync(31_000);
    expect(aheadMs()).toBe(3_000);
  });

  it('does not believe an answer that was long under way', async () => {
    await follow(async () => {
      jest.setSystemTime(addMs(clock.now(), 4_000));
      return addMs(clock.now(), -9_000);
    });
    expect(aheadMs()).toBe(0);
  });

  it('stays as it was while nobody answers, and says so', async () => {
    const read = jest.fn(async () => addMs(clock.now(), -5_000));
    const troubles = await follow(read);
    read.mockRejectedValue(new Error('away'));
    await jest.advanceTimersByTimeAsync(31_000);
    expect([aheadMs(), troubles]).toEqual([5_000, [new Error('away')]]);
  });
});
