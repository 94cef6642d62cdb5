import { createChannelWatch } from './channel-watch';

const start = () => {
  const listeners = new Map<string, (...args: unknown[]) => void>();
  const said: string[] = [];
  let changes = 0;
  const watch = createChannelWatch(
    {
      on: (event, listener) => listeners.set(event, listener),
      emit: (event, payload) => said.push(`${event} ${(payload as { channelId: string }).channelId}`),
    },
    () => {
      changes += 1;
    },
  );
  const hear = (event: string, ...args: unknown[]) => listeners.get(event)?.(...args);
  return { watch, said, hear, changes: () => changes };
};

describe('the watch of channels', () => {
  it('asks for what is on screen once the socket is open, and again after each loss', () => {
    const { watch, said, hear } = start();
    watch.show(['a', 'b']);
    expect(said).toEqual([]);
    watch.resume();
    hear('disconnect');
    watch.show(['b']);
    watch.resume();
    expect(said).toEqual(['watch a', 'watch b', 'watch b']);
  });

  it('says the difference only', () => {
    const { watch, said } = start();
    watch.resume();
    watch.show(['a', 'b']);
    watch.show(['b', 'c']);
    watch.show(['b', 'c']);
    expect(said).toEqual(['watch a', 'watch b', 'unwatch a', 'watch c']);
  });

  it('passes on hints at what is on screen, and nothing that only looks like one', () => {
    const { watch, hear, changes } = start();
    watch.show(['a']);
    hear('channel-changed', { channelId: 'a' });
    hear('channel-changed', { channelId: 'z' });
    hear('channel-changed', { channelId: 7 });
    hear('channel-changed');
    expect(changes()).toBe(1);
  });
});
