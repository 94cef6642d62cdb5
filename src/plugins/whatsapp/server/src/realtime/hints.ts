import type { TenantChanged } from '../store';

/** Changes within this time make one hint: a screen asks once for a burst. */
const COALESCE_MS = 40;

interface HintsOptions {
  /** To the screens that are open at this process. */
  show(changed: TenantChanged): void;
  /** To the other processes. True: the same way reaches the screens here. */
  pass(changed: TenantChanged[]): boolean;
  /** The companies whose screens are open here. */
  listening(): number[];
  read(tenantIds: number[]): Promise<TenantChanged[]>;
}

export interface Hints {
  /** Committed by this process. */
  add(changed: TenantChanged): void;
  /** Committed by another one, which said so. */
  hear(changed: TenantChanged): void;
  /** The screens here were told of it, whoever told them. False: they knew. */
  note(changed: TenantChanged): boolean;
  /** Somebody listens: what is committed after this moment they are told of. */
  expect(tenantId: number): Promise<void>;
  /** Shows what others committed and nobody told of: the database knows. */
  catchUp(): Promise<void>;
}

/** Knows which numbers of changes the open screens of this process have been told of. */
export const createHints = ({ show, pass, listening, read }: HintsOptions): Hints => {
  const pending = new Map<number, number>();
  const told = new Map<number, number>();

  const note = ({ tenantId, cursor }: TenantChanged): boolean => {
    if (cursor <= (told.get(tenantId) ?? 0)) return false;
    told.set(tenantId, cursor);
    return true;
  };

  const hear = (changed: TenantChanged): void => {
    if (note(changed)) show(changed);
  };

  const flush = (): void => {
    const changed = [...pending].map(([tenantId, cursor]) => ({ tenantId, cursor }));
    pending.clear();
    const fresh = changed.filter(note);
    if (!pass(changed)) fresh.forEach(show);
  };

  return {
    add({ tenantId, cursor }) {
      if (pending.size === 0) setTimeout(flush, COALESCE_MS);
      pending.set(tenantId, Math.max(cursor, pending.get(tenantId) ?? 0));
    },

    hear,
    note,

    async expect(tenantId) {
      if (!told.has(tenantId)) (await read([tenantId])).forEach(note);
    },

    async catchUp() {
      const tenantIds = listening();
      const areOpen = new Set(tenantIds);
      for (const tenantId of [...told.keys()]) if (!areOpen.has(tenantId)) told.delete(tenantId);
      if (tenantIds.length > 0) (await read(tenantIds)).forEach(hear);
    },
  };
};
