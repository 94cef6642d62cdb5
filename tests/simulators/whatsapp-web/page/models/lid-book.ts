import { createWid } from '../core/ids';
import type { Wid } from '../core/ids';

/** Which LID belongs to which phone number, as far as this device was told. */
export interface LidBook {
  learn(pn: string | undefined, lid: string | undefined): void;
  lidOf(wid: unknown): Wid | undefined;
  pnOf(wid: unknown): Wid | undefined;
  /** The other address of the same person. */
  alternateOf(wid: unknown): Wid | undefined;
}

export const createLidBook = (): LidBook => {
  const lids = new Map<string, Wid>();
  const phones = new Map<string, Wid>();
  const lidOf = (wid: unknown): Wid | undefined => lids.get(createWid(wid)._serialized);
  const pnOf = (wid: unknown): Wid | undefined => phones.get(createWid(wid)._serialized);
  return {
    learn: (pn, lid) => {
      if (!pn || !lid) return;
      lids.set(pn, createWid(lid));
      phones.set(lid, createWid(pn));
    },
    lidOf,
    pnOf,
    alternateOf: (wid) => lidOf(wid) ?? pnOf(wid),
  };
};
