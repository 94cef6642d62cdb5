import type { Core } from '@strapi/strapi';

interface Deletion<Seen> {
  model: { uid: string };
  params: { where?: Record<string, unknown> };
  state: { seen?: Seen };
}

interface Watch<Seen> {
  before(uid: string, ids: number[]): Promise<Seen>;
  after(seen: Seen): Promise<void>;
}

/** Says before rows of these types are deleted which ones, and hands on afterwards what was found then. */
export const onDeletion = <Seen>(
  strapi: Core.Strapi,
  uids: string[],
  { before, after }: Watch<Seen>,
): void => {
  const look = async ({ model: { uid }, params, state }: Deletion<Seen>): Promise<void> => {
    const query = { select: ['id'], where: params.where ?? {} };
    const rows = (await strapi.db.query(uid).findMany(query)) as { id: number }[];
    state.seen = await before(
      uid,
      rows.map(({ id }) => id),
    );
  };
  const tell = async ({ state }: Deletion<Seen>): Promise<void> => {
    if (state.seen) await after(state.seen);
  };
  const subscriber = {
    models: uids,
    beforeDelete: look,
    beforeDeleteMany: look,
    afterDelete: tell,
    afterDeleteMany: tell,
  };
  (strapi.db.lifecycles as unknown as { subscribe(one: typeof subscriber): void }).subscribe(subscriber);
};
