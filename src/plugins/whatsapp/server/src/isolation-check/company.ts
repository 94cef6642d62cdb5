import type { Core } from '@strapi/strapi';
import { newSecretKey } from '../kit/ids';
import { createAnyRow, TENANT } from '../store';
import { encryptSecret } from '../tenancy';
import { markedId, newMark } from './marks';
import type { People } from './people';
import { createRowSet, type Row, type RowSet } from './rows';
import type { Type, Types } from './types';

const MEMBER = 'plugin::whatsapp.member';

/** A throw-away company. */
export interface Company {
  mark: string;
  tenant: Row;
  /** The row of this type that requests work with. */
  row(uid: string): Row;
  set(): RowSet;
  /** A row that a request may change or delete: nobody else gets it. */
  spare(uid: string): Promise<Row>;
  /** The member of an API token. */
  token(): Row;
  /** Another one, to be revoked. */
  spareToken(): Promise<Row>;
  /** Takes fresh rows to work with, after some request got at the ones before. */
  renew(): Promise<void>;
}

const nothing: Row = { id: 0, documentId: '' };

/**
 * A company with a row of everything. Its numbers are paused and have no credentials, its contacts no address to which
 * anything can be sent: neither the outbox nor the bridge has work with it.
 */
export const createCompany = async (
  strapi: Core.Strapi,
  {
    runId,
    name,
    types,
    people,
    locale,
  }: {
    runId: string;
    name: string;
    types: Types;
    people: People;
    locale: string | null;
  },
): Promise<Company> => {
  const mark = newMark();
  const tenant = await createAnyRow(strapi, TENANT, {
    documentId: markedId(mark),
    name: `Isolation check ${name} ${mark}`,
    // People cannot choose it: what carries it is ours to remove.
    webhookKey: `${runId}-${mark}`,
    verifyToken: encryptSecret(strapi, newSecretKey()),
    changeSeq: '1',
  });

  const ownOf = async (type: Type): Promise<Record<string, unknown> | null> =>
    type.uid === MEMBER
      ? {
          adminUser: await people.placeHolder(mark),
          role: 'agent',
          selectedAt: null,
          removedAt: null,
          expiresAt: null,
        }
      : {};
  const newSet = (named?: string) =>
    createRowSet({ strapi, types, tenantId: tenant.id, mark, name: named, locale }, ownOf);

  const spares: RowSet[] = [];
  const used = new Map<string, number>();
  const newToken = async (): Promise<Row> =>
    createAnyRow(strapi, MEMBER, {
      documentId: markedId(mark),
      tenant: tenant.id,
      apiToken: await people.tokenHolder(mark),
      role: 'agent',
    });

  // The rows that requests are about are called by the mark alone: what a search asks for.
  let current = await newSet(mark);
  const bound = await newToken();
  const own = (set: RowSet, uid: string): Row => (uid === TENANT ? tenant : (set.get(uid) ?? nothing));
  // Requests run side by side: the sets are made one after the other all the same.
  let last: Promise<unknown> = Promise.resolve();
  const take = async (uid: string): Promise<Row> => {
    const index = used.get(uid) ?? 0;
    used.set(uid, index + 1);
    const set = spares[index] ?? (await newSet());
    spares[index] ??= set;
    return own(set, uid);
  };

  return {
    mark,
    tenant,
    row: (uid) => own(current, uid),
    set: () => current,
    spare(uid) {
      const taken = last.then(() => take(uid));
      last = taken.catch(() => undefined);
      return taken;
    },
    token: () => bound,
    spareToken: newToken,
    async renew() {
      current = await newSet();
    },
  };
};
