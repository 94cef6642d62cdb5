import type { Client, Reply } from './client';
import type { Company } from './company';
import type { Attack, Fillings } from './fillings';
import { namedHow, type Findings } from './findings';
import { inLanes } from './lanes';
import type { Caller } from './people';
import { fill, isReading, type Probe, type Value } from './probe';
import type { Shared } from './shared';
import { findLeak, shows } from './verdict';

export interface Trial {
  client: Client;
  findings: Findings;
  fillings: Fillings;
  own: Company;
  foreign: Company;
  shared: Shared;
  members: Caller[];
  strangers: Caller[];
  /** Everything of the other company, as one word. */
  digest(): Promise<string>;
  /** Whether the other direction was tried before: what works with own rows need not be seen for each way again. */
  isReverse: boolean;
  signal: AbortSignal;
}

const CHANGED = 'rows of the other company, or what is linked to them, were changed';

const messageOf = ({ status, text }: Reply): string => {
  const message = /"message":"([^"]{1,160})/.exec(text)?.[1];
  return `HTTP ${status}${message ? ` (${message})` : ''}`;
};

/** Tries all probes as people of one company against the other. */
export const tryAll = async (trial: Trial, probes: Probe[]): Promise<void> => {
  const { client, findings, fillings, own, foreign, shared, members, strangers, digest, isReverse, signal } =
    trial;

  const send = (probe: Probe, values: Value[], { token }: Caller): Promise<Reply> => {
    signal.throwIfAborted();
    return client.send(fill(probe, values), token);
  };

  /** The same request with own rows: it must work, and show nothing of anybody else. */
  const control = async (probe: Probe, caller: Caller): Promise<void> => {
    const reply = await send(probe, await fillings.own(probe), caller);
    findings.tried(probe.target);
    const worked = probe.works?.includes(reply.status) ?? false;
    findings.control(probe, { as: caller.as, worked, seen: messageOf(reply) });
    if (shows({ reply, sent: [] }, foreign.mark)) {
      findings.leaked(probe.target, {
        as: caller.as,
        how: `${namedHow(probe)}, asking for own rows`,
        detail: 'the answer shows a row of the other company',
      });
    }
  };

  const attack = async (
    probe: Probe,
    caller: Caller,
    { foreign: theirs, absent, sent }: Attack,
  ): Promise<void> => {
    const [one, other] = [await send(probe, theirs, caller), await send(probe, absent, caller)];
    findings.tried(probe.target);
    const leak = findLeak({
      foreign: { reply: one, sent: sent.foreign },
      absent: { reply: other, sent: sent.absent },
      foreignMark: foreign.mark,
      own: { mark: own.mark, isWrite: !isReading(probe) },
      echoes: probe.echoes,
    });
    const found = { as: caller.as, how: namedHow(probe) };
    if (leak) findings.leaked(probe.target, { ...found, detail: leak });
    else if (one.status >= 500 && probe.works !== null && caller.side === probe.side) {
      findings.untested(probe.target, { ...found, detail: `the server failed: ${messageOf(one)}` });
    }
    checkOnly(probe, caller, one);
  };

  const checkOnly = (probe: Probe, caller: Caller, { status }: Reply): void => {
    if (probe.must === undefined || caller.side !== probe.side || status === probe.must) return;
    findings.leaked(probe.target, {
      as: caller.as,
      how: namedHow(probe),
      detail: `HTTP ${status}: nobody of a company may get another answer than ${probe.must}`,
    });
  };

  /** Somebody who may do nothing there: one attempt for each route is enough. */
  const outside = async (probe: Probe, caller: Caller): Promise<void> => {
    const [first] = await fillings.attacks(probe);
    if (first) return attack(probe, caller, first);
    // What names no row and changes something is nobody's, or the caller's own.
    if (!isReading(probe) && probe.must === undefined) return;
    const reply = await send(probe, await fillings.own({ ...probe, spends: false }), caller);
    findings.tried(probe.target);
    checkOnly(probe, caller, reply);
    for (const { mark } of [own, foreign]) {
      if (!shows({ reply, sent: [] }, mark)) continue;
      const detail = 'the answer shows a row of a company';
      findings.leaked(probe.target, { as: caller.as, how: namedHow(probe), detail });
    }
  };

  const inside = async (probe: Probe, caller: Caller, isFirst: boolean): Promise<void> => {
    if (probe.works !== null && (isFirst || !isReverse)) await control(probe, caller);
    const attacks = await fillings.attacks(probe);
    if (attacks.length === 0 && probe.works === null) return outside(probe, caller);
    for (const one of attacks) await attack(probe, caller, one);
  };

  const routes = new Set<string>();
  const places = new Set<string>();
  /**
   * The first kind of member tries every way, the others one of each route and type, strangers one of each route. The
   * other way round, where everything is the same but the names, one of each is enough for members, too.
   */
  const tasksOf = (probe: Probe): (() => Promise<void>)[] => {
    const place = `${probe.target} ${probe.on ?? ''}`;
    const [isFirstOfRoute, isFirstOfPlace] = [!routes.has(probe.target), !places.has(place)];
    routes.add(probe.target);
    places.add(place);
    const own = members.filter(({ side }) => side === probe.side);
    const isOutside = ({ side }: Caller) =>
      side !== 'platform' && side !== probe.side && probe.side !== 'platform';
    const insiders = isFirstOfPlace ? own : isReverse ? [] : own.slice(0, 1);
    const outsiders = isFirstOfRoute && !isReverse ? [...strangers, ...members.filter(isOutside)] : [];
    return [
      ...insiders.map((caller) => () => inside(probe, caller, isFirstOfRoute)),
      ...outsiders.map((caller) => () => outside(probe, caller)),
    ];
  };

  const reading = probes.filter(isReading);
  let before = await digest();
  const expectUnchanged = async (target: string, how: string): Promise<void> => {
    const after = await digest();
    if (after !== before) {
      findings.leaked(target, { as: 'somebody', how, detail: CHANGED });
      // What was harmed may be gone: the next attempts need something that is there.
      await foreign.renew();
      await shared.renew();
    }
    before = after === before ? after : await digest();
  };

  await inLanes(reading.flatMap(tasksOf));
  await expectUnchanged(reading[0]?.target ?? 'GET', 'only by reading');

  const groups = new Map<string, Probe[]>();
  for (const probe of probes.filter((one) => !isReading(one))) {
    const key = `${probe.target} ${probe.on ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), probe]);
  }
  for (const group of groups.values()) {
    // One after the other: an answer to a write must not show what another one did meanwhile.
    for (const task of group.flatMap(tasksOf)) await task();
    const [first] = group;
    if (first)
      await expectUnchanged(first.target, `one of ${group.length} ways${first.on ? ` (${first.on})` : ''}`);
  }
};
