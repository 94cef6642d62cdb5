import type { News } from '../../../contracts/coordination';
import type { LineEvents } from './line';
import { startWire } from './wire';

const NEWS: News = { type: 'rights-changed' };

/** A place where texts go to everybody, and which can go deaf or away. */
const exchange = () => {
  const listeners = new Set<LineEvents>();
  const state = { isAway: false, isDeaf: false, opened: 0 };
  const reach = (): Promise<void> =>
    state.isAway ? Promise.reject(new Error('nobody is there')) : Promise.resolve();
  const open = async (events: LineEvents) => {
    await reach();
    state.opened += 1;
    listeners.add(events);
    return {
      send: async (text: string) => {
        await reach();
        (state.isDeaf ? [] : [...listeners]).forEach((one) => one.onText(text));
      },
      close: async () => void listeners.delete(events),
    };
  };
  const breakDown = () => {
    state.isAway = true;
    listeners.forEach((one) => one.onClosed('cut'));
  };
  return { state, open, breakDown, say: (text: string) => listeners.forEach((one) => one.onText(text)) };
};

describe('the wire between processes', () => {
  const wires: { stop(): Promise<void> }[] = [];
  beforeEach(() => jest.useFakeTimers());
  afterEach(async () => {
    await Promise.all(wires.splice(0).map((wire) => wire.stop()));
    jest.useRealTimers();
  });

  const member = ({ open }: ReturnType<typeof exchange>) => {
    const heard: News[] = [];
    const log: string[] = [];
    const wire = startWire({
      open,
      onNews: (news) => heard.push(news),
      onUp: () => log.push('up'),
      onDown: () => log.push('down'),
    });
    wires.push(wire);
    return { wire, heard, log };
  };
  const passes = (ms = 10) => jest.advanceTimersByTimeAsync(ms);

  it('brings news to all others, and not back', async () => {
    const place = exchange();
    const [one, other] = [member(place), member(place)];
    await passes();
    one.wire.tell(NEWS);
    await passes();
    expect([one.heard, other.heard]).toEqual([[], [NEWS]]);
  });

  it('says once that it is away, tries again, and says that news may have been missed', async () => {
    const place = exchange();
    const { wire, log } = member(place);
    await passes();
    place.breakDown();
    await passes(20_000);
    expect([wire.isUp(), log]).toEqual([false, ['up', 'down']]);
    place.state.isAway = false;
    await passes(4_000);
    expect([wire.isUp(), log]).toEqual([true, ['up', 'down', 'up']]);
  });

  it('notices a line that takes everything and brings nothing', async () => {
    const place = exchange();
    const { log } = member(place);
    await passes();
    place.state.isDeaf = true;
    await passes(16_000);
    expect(log).toContain('down');
    expect(place.state.opened).toBeGreaterThan(1);
  });

  it('loses news quietly while it is away', async () => {
    const place = exchange();
    place.state.isAway = true;
    const { wire } = member(place);
    expect(() => wire.tell(NEWS)).not.toThrow();
    await passes();
  });

  it('does not mind texts that are no letters', async () => {
    const place = exchange();
    const { heard, wire } = member(place);
    await passes();
    for (const text of ['', '{', '{"from":1}', '{"from":"x","news":{"type":"unheard of"}}']) place.say(text);
    expect([heard, wire.isUp()]).toEqual([[], true]);
  });

  it('opens nothing after it was stopped', async () => {
    const place = exchange();
    const { wire } = member(place);
    await passes();
    await wire.stop();
    place.breakDown();
    await passes(20_000);
    expect(place.state.opened).toBe(1);
  });
});
