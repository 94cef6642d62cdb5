import { createGatherer } from './gatherer';

/** A flush that ends when it is told to. */
const heldFlush = () => {
  const batches: string[][] = [];
  const ends: ((error?: Error) => void)[] = [];
  const flush = (items: string[]) =>
    new Promise<void>((resolve, reject) => {
      batches.push(items);
      ends.push((error) => (error ? reject(error) : resolve()));
    });
  const end = async (error?: Error): Promise<void> => {
    ends.shift()?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { batches, flush, end };
};

describe('gatherer', () => {
  it('lets the first item go at once, and what comes meanwhile together', async () => {
    const { batches, flush, end } = heldFlush();
    const gatherer = createGatherer(flush, { maxItems: 10 });
    const all = ['a', 'b', 'c'].map((item) => gatherer.add(item));
    expect(batches).toEqual([['a']]);
    await end();
    expect(batches).toEqual([['a'], ['b', 'c']]);
    await end();
    await Promise.all(all);
  });

  it('takes no more than so many together, first come first served', async () => {
    const { batches, flush, end } = heldFlush();
    const gatherer = createGatherer(flush, { maxItems: 2 });
    const all = ['a', 'b', 'c', 'd'].map((item) => gatherer.add(item));
    await end();
    await end();
    await end();
    await Promise.all(all);
    expect(batches).toEqual([['a'], ['b', 'c'], ['d']]);
  });

  it('lets what comes soon after a batch wait for company', async () => {
    const batches: string[][] = [];
    const flush = async (items: string[]): Promise<void> => void batches.push(items);
    const gatherer = createGatherer(flush, { maxItems: 10, everyMs: 200 });
    await gatherer.add('a');
    const b = gatherer.add('b');
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([['a']]);
    await Promise.all([b, gatherer.add('c')]);
    expect(batches).toEqual([['a'], ['b', 'c']]);
  });

  it('tries the items of a failed batch alone, and fails only the one that cannot go through', async () => {
    const batches: string[][] = [];
    const flush = async (items: string[]): Promise<void> => {
      batches.push(items);
      await (items.includes('bad') ? Promise.reject(new Error('No')) : undefined);
    };
    const gatherer = createGatherer(flush, { maxItems: 10 });
    const outcomes = await Promise.allSettled(
      ['first', 'good', 'bad', 'fine'].map((one) => gatherer.add(one)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(batches).toEqual([['first'], ['good', 'bad', 'fine'], ['good'], ['bad'], ['fine']]);
  });

  it('goes on after a failure', async () => {
    let isBroken = true;
    const gatherer = createGatherer(
      async () => {
        await (isBroken ? Promise.reject(new Error('No')) : undefined);
      },
      { maxItems: 10 },
    );
    await expect(gatherer.add('a')).rejects.toThrow('No');
    isBroken = false;
    await expect(gatherer.add('b')).resolves.toBeUndefined();
  });
});
