import { asSystem, asTenants, spokenScope } from './scope';

describe('scope', () => {
  it('is nothing where nobody said anything', () => {
    expect(spokenScope()).toBeUndefined();
  });

  it('follows the code through promises and timers, and ends with the work', async () => {
    const seen = await asTenants([1, 2], async () => {
      await Promise.resolve();
      return new Promise((resolve) => {
        setImmediate(() => resolve(spokenScope()));
      });
    });
    expect(seen).toEqual({ kind: 'tenants', tenantIds: [1, 2] });
    expect(spokenScope()).toBeUndefined();
  });

  it('holds for work that begins only when it is awaited, as a query does', async () => {
    const lazy = { then: (resolve: (value: unknown) => void) => resolve(spokenScope()) };
    expect(await asTenants([3], () => lazy)).toEqual({ kind: 'tenants', tenantIds: [3] });
  });

  it('is kept apart between works that run side by side', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => index);
    const seen = await Promise.all(
      ids.map((id) =>
        asTenants([id], async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return spokenScope();
        }),
      ),
    );
    expect(seen).toEqual(ids.map((id) => ({ kind: 'tenants', tenantIds: [id] })));
  });

  it('gives way to a scope inside, and comes back after it', async () => {
    const seen = await asTenants([1], async () => [
      await asSystem('ingest', () => spokenScope()),
      spokenScope(),
    ]);
    expect(seen).toEqual([
      { kind: 'system', why: 'ingest' },
      { kind: 'tenants', tenantIds: [1] },
    ]);
  });

  it('cannot be widened from outside by changing the list that was given', async () => {
    const ids = [1];
    await asTenants(ids, () => {
      ids.push(2);
      expect(spokenScope()).toEqual({ kind: 'tenants', tenantIds: [1] });
    });
  });
});
