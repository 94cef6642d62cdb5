import { z } from 'zod';
import type { Random } from './kit/random';

const ms = z.number().nonnegative();

/**
 * What can go wrong. `moment` says whether the request was carried out: `after` means that a message IS accepted
 * and its statuses flow, while the sender learns nothing good.
 */
const Harm = z.discriminatedUnion('kind', [
  /** The connection breaks (RST). */
  z.strictObject({ kind: z.literal('reset'), moment: z.enum(['before', 'after']).default('after') }),
  /** No answer; the connection stays open until the caller leaves. */
  z.strictObject({ kind: z.literal('silence'), moment: z.enum(['before', 'after']).default('after') }),
  /** A page instead of JSON: what a proxy in front of Graph says. */
  z.strictObject({
    kind: z.literal('html'),
    status: z.number().int().min(200).max(599).default(502),
    moment: z.enum(['before', 'after']).default('before'),
  }),
  /** Too many requests, without a JSON body. */
  z.strictObject({ kind: z.literal('too-many'), retryAfterSeconds: z.number().int().positive().optional() }),
  /** Meta's refusal with any code. */
  z.strictObject({
    kind: z.literal('refuse'),
    code: z.number().int().nonnegative(),
    status: z.number().int().min(400).max(599).optional(),
    subcode: z.number().int().optional(),
    message: z.string().optional(),
    details: z.string().optional(),
  }),
  /** Accepted, then reported as failed. Concerns messages only. */
  z.strictObject({ kind: z.literal('fail-later'), code: z.number().int().positive() }),
  /** A download that breaks off after half of the file. */
  z.strictObject({ kind: z.literal('cut') }),
  /** A download that halts for so long after half of the file. */
  z.strictObject({ kind: z.literal('pause'), ms }),
  /** A download with a wrong byte in it. */
  z.strictObject({ kind: z.literal('damage') }),
  /** Slow. The only fault that lets others happen, too. */
  z.strictObject({ kind: z.literal('latency'), ms, jitterMs: ms.default(0) }),
]);

export const Fault = z.intersection(
  Harm,
  z.object({
    id: z.string().min(1).optional(),
    /** Only calls on this number (or any other object). */
    objectId: z.string().optional(),
    /** The part of the path after the object, `attachments` for a file's bytes, '' for the object itself, `debug_token`, or `*` for every call. */
    edge: z.string().default('messages'),
    /** How often. Left out: once, or without end when there is a probability. Latency is without end. */
    times: z.number().int().positive().optional(),
    probability: z.number().min(0).max(1).default(1),
  }),
);
export type FaultInput = z.input<typeof Fault>;
export type Fault = z.infer<typeof Fault>;

export interface FaultTarget {
  objectId: string;
  edge: string;
}

export interface Faults {
  /** Returns its id, for `remove`. */
  add(input: FaultInput): string;
  remove(id: string): void;
  clear(): void;
  readonly active: readonly (Fault & { id: string; left: number | null })[];
  /** The faults that befall this call, each counted as used. */
  strike(target: FaultTarget): { latencyMs: number; harm: Fault | null };
}

const timesOf = (fault: Fault): number | null => {
  if (fault.times !== undefined) return fault.times;
  return fault.probability < 1 || fault.kind === 'latency' ? null : 1;
};

export const createFaults = (random: Random): Faults => {
  let active: (Fault & { id: string; left: number | null })[] = [];
  let added = 0;

  const befalls = (fault: Fault, { objectId, edge }: FaultTarget): boolean =>
    (fault.objectId === undefined || fault.objectId === objectId) &&
    (fault.edge === '*' || fault.edge === (objectId === 'debug_token' ? objectId : edge)) &&
    (fault.probability === 1 || random.chance(fault.probability));

  const use = (fault: { id: string; left: number | null }): void => {
    if (fault.left === null) return;
    fault.left -= 1;
    if (fault.left === 0) active = active.filter(({ id }) => id !== fault.id);
  };

  return {
    add: (input) => {
      const fault = Fault.parse(input);
      added += 1;
      const id = fault.id ?? `fault-${added}`;
      active = [...active.filter((other) => other.id !== id), { ...fault, id, left: timesOf(fault) }];
      return id;
    },
    remove: (id) => {
      active = active.filter((fault) => fault.id !== id);
    },
    clear: () => {
      active = [];
    },
    get active() {
      return active;
    },
    strike: (target) => {
      let latencyMs = 0;
      let harm: Fault | null = null;
      for (const fault of active) {
        if ((fault.kind !== 'latency' && harm) || !befalls(fault, target)) continue;
        if (fault.kind === 'latency') latencyMs += fault.ms + random.between(0, fault.jitterMs);
        else harm = fault;
        use(fault);
      }
      return { latencyMs, harm };
    },
  };
};
