import { randomBytes, randomUUID } from 'node:crypto';
import { addMs, clock } from '../kit/clock';
import { signAddress } from '../media';
import type { Company } from './company';
import { markedId, markedWord } from './marks';
import { isTarget, slotsOf, type Probe, type Slot, type Value } from './probe';
import type { Row } from './rows';
import type { Shared } from './shared';

/** With what the places of a request are filled. */
export interface Fillings {
  /** Own rows only: the request must work. */
  own(probe: Probe): Promise<Value[]>;
  /** Each way to name the other company in it, and beside it the same with what does not exist. */
  attacks(probe: Probe): Promise<Attack[]>;
}

export interface Attack {
  foreign: Value[];
  absent: Value[];
  /** What stands in the attacked places. */
  sent: { foreign: Value[]; absent: Value[] };
}

/** Beyond every id that a table will ever have given, within PostgreSQL's integers. */
const ABSENT_ID = 2_000_000_000;

const MEDIA_FILE = 'plugin::whatsapp.media-file';
const HOUR_MS = 60 * 60_000;

/** An address of a file as ours are, but for the key that signed it. */
const forged = (fileId: string, tenantId: number): string =>
  signAddress(randomBytes(32), { fileId, tenantId, expiresAt: addMs(clock.now(), HOUR_MS) });

const kindOf = (slot: Slot): string => (slot.slot === 'row' ? slot.uid : slot.slot);

/** Every single place; where one row is named in several, the first alone and then all together. */
const groupsOf = (slots: Slot[]): number[][] => {
  const targets = slots.flatMap((slot, index) => (isTarget(slot) ? [index] : []));
  const kinds = new Map<string, number[]>();
  for (const index of targets) {
    const slot = slots[index];
    if (slot) kinds.set(kindOf(slot), [...(kinds.get(kindOf(slot)) ?? []), index]);
  }
  return [...kinds.values()].flatMap((places) =>
    places.length > 1 ? [places.slice(0, 1), places] : [places],
  );
};

export const createFillings = ({
  own,
  foreign,
  shared,
  absentMark,
  runId,
  newcomer,
}: {
  own: Company;
  foreign: Company;
  shared: Shared;
  absentMark: string;
  runId: string;
  newcomer: () => Promise<string>;
}): Fillings => {
  const uncommon = async (slot: Slot): Promise<Value> => {
    switch (slot.slot) {
      case 'fresh': {
        const word = markedWord(slot.isShared ? runId : own.mark);
        return slot.kind === 'mail' ? `${word}@example.invalid` : word.slice(0, slot.max);
      }
      case 'uuid':
        return randomUUID();
      case 'newcomer':
        return newcomer();
      case 'shared':
        return shared.row(slot.uid)[slot.form];
      default:
        return '';
    }
  };

  const ownValue = async (slot: Slot): Promise<Value> => {
    if (slot.slot === 'row') return own.row(slot.uid)[slot.form];
    if (slot.slot === 'token') return own.token().documentId;
    if (slot.slot === 'address') return forged(own.row(MEDIA_FILE).documentId, own.tenant.id);
    return slot.slot === 'word' ? own.mark : uncommon(slot);
  };
  const foreignValue = (slot: Slot): Value => {
    if (slot.slot === 'row') return foreign.row(slot.uid)[slot.form];
    if (slot.slot === 'token') return foreign.token().documentId;
    if (slot.slot === 'address') return forged(foreign.row(MEDIA_FILE).documentId, foreign.tenant.id);
    return foreign.mark;
  };
  const absentValue = (slot: Slot): Value => {
    if (slot.slot === 'row' && slot.form === 'id') return ABSENT_ID;
    if (slot.slot === 'address') return forged(markedId(absentMark), ABSENT_ID);
    return slot.slot === 'word' ? absentMark : markedId(absentMark);
  };

  const inOrder = async (
    slots: Slot[],
    value: (slot: Slot, index: number) => Promise<Value>,
  ): Promise<Value[]> => {
    const values: Value[] = [];
    for (const [index, slot] of slots.entries()) values.push(await value(slot, index));
    return values;
  };

  return {
    async own(probe) {
      const picked = new Map<string, Row>();
      const pick = async (uid: string, take: () => Promise<Row>): Promise<Row> => {
        const row = picked.get(uid) ?? (await take());
        picked.set(uid, row);
        return row;
      };
      return inOrder(slotsOf(probe), async (slot) => {
        if (!probe.spends) return ownValue(slot);
        if (slot.slot === 'row') return (await pick(slot.uid, () => own.spare(slot.uid)))[slot.form];
        if (slot.slot === 'token') return (await own.spareToken()).documentId;
        if (slot.slot !== 'shared') return ownValue(slot);
        return (await pick(slot.uid, () => shared.spare(slot.uid, own)))[slot.form];
      });
    },

    async attacks(probe) {
      const slots = slotsOf(probe);
      const attacks: Attack[] = [];
      for (const group of groupsOf(slots)) {
        const filled = (other: (slot: Slot) => Value) =>
          inOrder(slots, async (slot, index) => (group.includes(index) ? other(slot) : ownValue(slot)));
        const [theirs, none] = [await filled(foreignValue), await filled(absentValue)];
        const sentOf = (values: Value[]) => group.flatMap((index) => values[index] ?? []);
        attacks.push({
          foreign: theirs,
          absent: none,
          sent: { foreign: sentOf(theirs), absent: sentOf(none) },
        });
      }
      return attacks;
    },
  };
};
