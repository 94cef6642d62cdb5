import type { ChannelBacklog } from '../store';
import { isSuspicious, judge, rings, unattended, type Evidence, type Look } from './judge';

const NOW = new Date('2026-11-20T12:00:00Z');
const ago = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

const look = (change: Partial<Look> = {}): Look => ({
  at: NOW,
  inbound: { depth: 0, headId: null, headSince: null, oldestSince: null },
  outbox: [],
  late: new Set(),
  standing: new Set(),
  media: { depth: 0, oldestDueAt: null, attended: 0 },
  ...change,
});
const inbound = (headId: number, headAge: number, oldestAge = headAge) => ({
  depth: 3,
  headId,
  headSince: ago(headAge),
  oldestSince: ago(oldestAge),
});
const channel = (channelId: number, oldest: number, attended = 0): ChannelBacklog => ({
  channelId,
  depth: 10,
  oldestDueAt: ago(oldest),
  attended,
});
const bridge = { isReady: true, isOpen: true, depth: 0, oldestSeconds: 0 };
const verdict = (first: Look, last = first, rest: Partial<Evidence> = {}) =>
  judge({ looks: { first, last }, bridge, bridgeAwayMs: 0, ...rest });

describe('health', () => {
  it('is ok when nothing waits', () => {
    expect(verdict(look())).toMatchObject({ status: 'ok' });
    expect(isSuspicious(look())).toBe(false);
  });

  it('is down when the same webhook is next for half a minute, and late when the backlog moves', () => {
    const stuck = look({ inbound: inbound(7, 30) });
    const moving = look({ inbound: inbound(8, 29) });
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

  it('tells the age of the oldest webhook also where younger ones go before it', () => {
    const replayed = look({ inbound: inbound(7, 1, 40) });
    expect(isSuspicious(replayed)).toBe(false);
    expect(verdict(replayed).parts.ingest).toEqual({ status: 'degraded', depth: 3, oldestSeconds: 40 });
  });

  it('looks closer at channels with messages due and none on its way: a long mailing is none of them', () => {
    const outbox = [channel(1, 30), channel(2, 5), channel(3, 600, 8), channel(4, -60)];
    expect(unattended(look({ outbox }), 25_000)).toEqual([1]);
    expect(unattended(look({ outbox }), 5_000)).toEqual([1, 2]);
    expect(verdict(look({ outbox })).parts.outbox).toEqual({ status: 'ok', depth: 40, oldestSeconds: 600 });
  });

  it('is down when messages could be sent and nobody does', () => {
    const standing = look({ outbox: [channel(1, 30)], late: new Set([1]), standing: new Set([1]) });
    expect(isSuspicious(standing)).toBe(true);
    expect(verdict(standing).parts.outbox).toEqual({ status: 'down', depth: 10, oldestSeconds: 30 });
  });

  it('does not take the moment between two messages of a long queue for standing', () => {
    const standing = (channelId: number) =>
      look({ late: new Set([channelId]), standing: new Set([channelId]) });
    expect(verdict(standing(1), standing(2)).parts.outbox).toMatchObject({ status: 'degraded' });
    expect(verdict(standing(1), look()).parts.outbox).toMatchObject({ status: 'ok' });
  });

  it('is down when files are due and nobody fetches them', () => {
    const file = (attended: number) => look({ media: { depth: 4, oldestDueAt: ago(40), attended } });
    expect(verdict(file(0)).parts.media).toMatchObject({ status: 'down', depth: 4 });
    expect(verdict(file(2)).parts.media).toMatchObject({ status: 'ok', oldestSeconds: 40 });
  });

  it.each([
    ['does not answer', null],
    ['keeps no webhook', { ...bridge, isReady: false, isOpen: false }],
  ])('waits a moment for a bridge that %s', (_what, ill) => {
    expect(verdict(look(), look(), { bridge: ill, bridgeAwayMs: 2_000 }).status).toBe('degraded');
    expect(verdict(look(), look(), { bridge: ill, bridgeAwayMs: 12_000 })).toMatchObject({
      status: 'down',
      parts: { bridge: { status: 'down' } },
    });
  });

  it('tells what the bridge holds, and calls one whose last webhook failed degraded', () => {
    const doubtful = { isReady: false, isOpen: true, depth: 3, oldestSeconds: 1.5 };
    expect(verdict(look(), look(), { bridge: doubtful }).parts.bridge).toEqual({
      status: 'degraded',
      depth: 3,
      oldestSeconds: 1.5,
    });
  });

  it('is down without a database, whatever else is well', () => {
    expect(judge({ looks: null, bridge, bridgeAwayMs: 0 })).toMatchObject({
      status: 'down',
      parts: { database: { status: 'down' }, bridge: { status: 'ok' } },
    });
  });
});

describe('the alarm', () => {
  const late = (oldestSeconds: number) => ({ status: 'degraded' as const, depth: 5, oldestSeconds });

  it('rings for whatever is down', () => {
    expect(rings('media', { status: 'down' }, false)).toBe(true);
    expect(rings('bridge', { status: 'degraded' }, false)).toBe(false);
    expect(rings('outbox', late(600), true)).toBe(false);
  });

  it('rings for webhooks that wait for long although the backlog moves, until none is late', () => {
    expect(rings('ingest', late(20), false)).toBe(false);
    expect(rings('ingest', late(25), false)).toBe(true);
    expect(rings('ingest', late(20), true)).toBe(true);
    expect(rings('ingest', { status: 'ok', depth: 5, oldestSeconds: 2 }, true)).toBe(false);
  });
});
