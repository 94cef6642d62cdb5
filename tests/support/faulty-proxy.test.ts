import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFaultyProxy } from './faulty-proxy';
import type { FaultyProxy } from './faulty-proxy';

describe('the faulty proxy', () => {
  const asked: string[] = [];
  const target = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('hello');
  });
  let proxy: FaultyProxy;

  const ask = (path: string): Promise<Response> =>
    fetch(`${proxy.url}${path}`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(500) });

  beforeEach(async () => {
    await new Promise<void>((resolve) => {
      target.listen(0, '127.0.0.1', resolve);
    });
    proxy = await startFaultyProxy((target.address() as AddressInfo).port);
  });

  afterEach(async () => {
    await proxy.close();
    await new Promise((resolve) => {
      target.close(resolve);
    });
  });

  it('hands everything on', async () => {
    await expect((await ask('/passed')).text()).resolves.toBe('hello');
    expect(proxy.connections()).toBe(1);
  });

  it('refuses without the target noticing', async () => {
    proxy.set('refuse');
    await expect(ask('/refused')).rejects.toThrow();
    expect(asked).not.toContain('/refused');
  });

  it('takes a request and never answers', async () => {
    proxy.set('hold');
    await expect(ask('/held')).rejects.toThrow(/timeout/i);
    expect(asked).not.toContain('/held');
  });

  it('lets the work be done and loses the answer', async () => {
    proxy.set('cut-response');
    await expect(ask('/cut')).rejects.toThrow();
    expect(asked).toContain('/cut');
  });

  it('holds answers back', async () => {
    proxy.delay(200);
    const startedAt = performance.now();
    await (await ask('/late')).text();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(190);
  });

  it('works again after a fault', async () => {
    proxy.set('refuse');
    await expect(ask('/first')).rejects.toThrow();
    proxy.set('pass');
    await expect((await ask('/second')).text()).resolves.toBe('hello');
  });
});
