import { z } from 'zod';

/** Rows that a test reads straight from the database, past every presenter. `query` must give what the schema says. */
export const readRows = async <Schema extends z.ZodType>(
  schema: Schema,
  query: PromiseLike<unknown>,
): Promise<z.infer<Schema>[]> => z.array(schema).parse(await query);

/** The same for a query that gives one row. */
export const readRow = async <Schema extends z.ZodType>(
  schema: Schema,
  query: PromiseLike<unknown>,
): Promise<z.infer<Schema>> => schema.parse(await query);

export const WithId = z.object({ id: z.number() });
export const WithMessageId = z.object({ message_id: z.string() });
