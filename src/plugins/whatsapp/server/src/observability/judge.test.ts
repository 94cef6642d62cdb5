import type { ChannelBacklog } from '../store';
import { isSuspicious, judge, type Evidence, type Look } from './judge';

const NOW = new Date('2026-11-20T12:00:00Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

const look = (change: Partial<Look> = {}): Look => ({
  at: NOW,
  inbound: { depth: 0, headId: null, headSince: null },
  outbox: [],
  media: { depth: 0, oldestDueAt: null, attended: 0 },
  ...change,
});
const channel = (oldest: number, latest: number, channelId = 1): ChannelBacklog => ({
  channelId,
  depth: 10,
  oldestDueAt: ago(oldest),
  latestDueAt: ago(latest),
});
const verdict = (first: Look, last = first, rest: Partial<Evidence> = {}) =>
  judge({ looks: { first, last }, bridge: 'ready', silentMs: 0, ...rest });

describe('health', () => {
  it('is ok when nothing waits', () => {
    expect(verdict(look())).toMatchObject({ status: 'ok' });
    expect(isSuspicious(look())).toBe(false);
  });

  it('is down when the same webhook is next for half a minute, and late when the backlog moves', () => {
    const stuck = look({ inbound: { depth: 3, headId: 7, headSince: ago(30) } });
    const moving = look({ inbound: { depth: 2, headId: 8, headSince: ago(29) } });
    expect(isSuspicious(stuck)).toBe(true);
    expect(verdict(stuck)).toMatchObject({
      status: 'down',
      parts: { ingest: { status: 'down', depth: 3, oldestSeconds: 30 }, outbox: { status: 'ok' } },
    });
    expect(verdict(stuck, moving)).toMatchObject({
      status: 'degraded',
      parts: { ingest: { status: 'degraded' } },
    });
  });

  it('is down when messages are due and nobody sends them', () => {
    const stuck = look({ outbox: [channel(30, 5), channel(1, 0, 2)] });
    expect(isSuspicious(stuck)).toBe(true);
    expect(verdict(stuck).parts.outbox).toEqual({ status: 'down', depth: 20, oldestSeconds: 30 });
  });

  it('is ok during a mailing that takes long: some of it is on its way', () => {
    const mailing = look({ outbox: [channel(600, -15)] });
    expect(isSuspicious(mailing)).toBe(false);
    expect(verdict(mailing).parts.outbox).toMatchObject({ status: 'ok', oldestSeconds: 600 });
  });

  it('is ok while all that waits is paced or tried again later', () => {
    expect(verdict(look({ outbox: [channel(-1, -60)] })).parts.outbox).toMatchObject({
      status: 'ok',
      oldestSeconds: 0,
    });
  });

  it('does not take the moment between two messages of a long queue for standing', () => {
    const between = look({ outbox: [channel(60, 1)] });
    expect(verdict(between, look({ outbox: [channel(59, -15)] })).parts.outbox).toMatchObject({
      status: 'ok',
    });
    expect(verdict(between, look({ outbox: [channel(60, 1, 2)] })).parts.outbox).toMatchObject({
      status: 'degraded',
    });
  });

  it('is down when files are due and nobody fetches them', () => {
    const file = (attended: number) => look({ media: { depth: 4, oldestDueAt: ago(40), attended } });
    expect(verdict(file(0)).parts.media).toMatchObject({ status: 'down', depth: 4 });
    expect(verdict(file(2)).parts.media).toMatchObject({ status: 'ok', oldestSeconds: 40 });
  });

  it('waits a moment for a silent bridge, and calls one that answers ill degraded', () => {
    expect(verdict(look(), look(), { bridge: 'silent', silentMs: 2_000 }).status).toBe('degraded');
    expect(verdict(look(), look(), { bridge: 'silent', silentMs: 12_000 })).toMatchObject({
      status: 'down',
      parts: { bridge: { status: 'down' } },
    });
    expect(verdict(look(), look(), { bridge: 'not-ready', silentMs: 0 }).status).toBe('degraded');
  });

  it('is down without a database, whatever else is well', () => {
    expect(judge({ looks: null, bridge: 'ready', silentMs: 0 })).toMatchObject({
      status: 'down',
      parts: { database: { status: 'down' }, bridge: { status: 'ok' } },
    });
  });
});
