import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Model } from './app-map';

/** The rows of the company that must stay unseen and untouched. */
export interface OtherCompany {
  /** Everything of it that the database holds: each row as a text. */
  rows(): Promise<string[]>;
  /**
   * Changes it: its texts say something else, and it has more rows or fewer. Whoever cannot see it notices nothing. Called
   * again, it is as it was.
   */
  change(): Promise<void>;
}

/** The database itself refuses changes of it. */
const APPEND_ONLY = 'whatsapp_audit_entries';
const WORDS = ['one', 'two'] as const;

/** In every text of the company: what it says at present. */
export const markerOf = (secret: string, word: (typeof WORDS)[number]): string => `${secret} ${word}`;

const isText = (type: string): boolean => ['string', 'text'].includes(type);

/** Tables that only say which rows belong together, and a column of theirs that names a row of this type. */
const linksOf = (models: readonly Model[], uid: string): { table: string; column: string }[] =>
  models.flatMap((model) =>
    Object.values(model.attributes).flatMap(({ target, joinTable }) => [
      ...(joinTable?.joinColumn && model.uid === uid
        ? [{ table: joinTable.name, column: joinTable.joinColumn.name }]
        : []),
      ...(joinTable?.inverseJoinColumn && target === uid
        ? [{ table: joinTable.name, column: joinTable.inverseJoinColumn.name }]
        : []),
    ]),
  );

interface Scoped extends Model {
  ids(): Knex.QueryBuilder;
}

export const createOtherCompany = (
  database: Knex,
  { models, tenantId, secret }: { models: readonly Model[]; tenantId: number; secret: string },
): OtherCompany => {
  let present: 0 | 1 = 0;
  const owner = ({ tableName }: Model) => (tableName === 'whatsapp_tenants' ? 'id' : 'tenant_id');
  const scoped: Scoped[] = models
    .filter(({ isScoped }) => isScoped)
    .map((model) => ({
      ...model,
      ids: () =>
        database(model.tableName)
          .where({ [owner(model)]: tenantId })
          .select('id'),
    }));

  const rows = async (): Promise<string[]> => {
    const found: string[] = [];
    const add = (table: string, some: unknown[]): void => {
      found.push(...some.map((row) => `${table} ${JSON.stringify(row)}`));
    };
    for (const model of scoped) {
      const own = { [owner(model)]: tenantId };
      add(model.tableName, await database(model.tableName).where(own).orderBy('id'));
      for (const { table, column } of linksOf(models, model.uid)) {
        add(table, await database(table).whereIn(column, model.ids()).orderBy('id'));
      }
    }
    return found;
  };

  /** Rows that are there half of the time, so that counts and pages would tell. */
  const guests = scoped.filter(({ uid }) => uid.startsWith('api::'));
  const invite = async (database: Knex): Promise<void> => {
    const topics = await database('app_topics').select<{ id: number }[]>('id');
    for (const { tableName, uid } of guests) {
      const row = {
        document_id: randomBytes(12).toString('hex'),
        title: `${secret} guest`,
        tenant_id: tenantId,
      };
      const published = uid.endsWith('.offer')
        ? { locale: 'en', published_at: new Date() }
        : { published_at: new Date() };
      const [guest] = await database(tableName)
        .insert({ ...row, ...published })
        .returning<{ id: number }[]>('id');
      if (tableName !== 'app_deals') continue;
      for (const topic of topics) {
        await database('app_deals_topics_lnk').insert({ deal_id: guest?.id, topic_id: topic.id });
      }
    }
  };
  const sendAway = async (database: Knex): Promise<void> => {
    for (const { tableName } of guests) {
      await database(tableName)
        .where({ tenant_id: tenantId, title: `${secret} guest` })
        .delete();
    }
  };

  const reword = async (connection: Knex, from: string, to: string): Promise<void> => {
    for (const model of scoped.filter(({ tableName }) => tableName !== APPEND_ONLY)) {
      const columns = Object.values(model.attributes).flatMap(({ type, columnName }) =>
        columnName && isText(type) && columnName !== 'document_id' ? [columnName] : [],
      );
      const texts = columns.map(
        (name) => [name, connection.raw('replace(??, ?, ?)', [name, from, to])] as const,
      );
      if (texts.length === 0) continue;
      await connection(model.tableName)
        .where({ [owner(model)]: tenantId })
        .update(Object.fromEntries(texts));
    }
  };

  return {
    rows,
    async change() {
      const [from, to] = present === 0 ? WORDS : [WORDS[1], WORDS[0]];
      await database.transaction(async (trx) => {
        await reword(trx, markerOf(secret, from), markerOf(secret, to));
        await (present === 0 ? invite(trx) : sendAway(trx));
      });
      present = present === 0 ? 1 : 0;
    },
  };
};
