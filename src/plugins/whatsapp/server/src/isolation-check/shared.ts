import type { Core } from '@strapi/strapi';
import type { Company } from './company';
import { createSharedRow, type Row } from './rows';
import type { Types } from './types';

/** Rows of types that are nobody's: one of each, related to rows of both companies. */
export interface Shared {
  row(uid: string): Row;
  /** One to use up, related to rows of this company only: to remove it changes nothing of the other's. */
  spare(uid: string, company: Company): Promise<Row>;
  renew(): Promise<void>;
}

export const createShared = async (
  strapi: Core.Strapi,
  making: { types: Types; runId: string; locale: string | null; companies: Company[] },
): Promise<Shared> => {
  const { types, runId: name, companies } = making;
  const rows = new Map<string, Row>();
  const make = async (uid: string, of: Company[]): Promise<Row> => {
    const type = types.get(uid);
    if (!type) throw new Error(`${uid} is not a type of this application`);
    return createSharedRow({ strapi, ...making }, { type, name, sets: of.map((company) => company.set()) });
  };
  const renew = async (): Promise<void> => {
    for (const { uid, isSingle } of types.shared) if (!isSingle) rows.set(uid, await make(uid, companies));
  };
  await renew();
  return {
    row: (uid) => rows.get(uid) ?? { id: 0, documentId: '' },
    spare: (uid, company) => make(uid, [company]),
    renew,
  };
};
