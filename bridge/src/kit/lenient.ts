import { z } from 'zod';

/**
 * Foreign payloads are read leniently: a field of another type than the documentation says is as good as absent,
 * numbers and texts stand for each other, and what is not named here is simply not looked at.
 */

/** A text or a number, as text; absent when it is neither, or empty. */
export const text = z
  .union([z.string(), z.number().transform(String)])
  .transform((value) => value || undefined)
  .optional()
  .catch(undefined);

/** A number, or a text that reads as one. */
export const number = z
  .union([z.number(), z.string().trim().min(1).transform(Number)])
  .pipe(z.number())
  .optional()
  .catch(undefined);

export const flag = z.boolean().optional().catch(undefined);

/** An object of a known shape; anything else is absent. */
export const part = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object(shape).optional().catch(undefined);

/** A list; anything else is an empty one. Its elements are judged one by one. */
export const list = z.array(z.unknown()).catch([]);

/** A list of a known shape that leaves out what does not fit. */
export const listOf = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const element = z.object(shape);
  return list.transform((values) =>
    values.flatMap((value) => {
      const parsed = element.safeParse(value);
      return parsed.success ? [parsed.data] : [];
    }),
  );
};

export const record = z.record(z.string(), z.unknown()).optional().catch(undefined);

/** Drops the keys whose value is undefined, so that what goes on says only what is known. */
export const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const MAX_SECONDS = 253_402_300_799; // the last second of the year 9999: beyond it ISO dates change their form

/** Unix seconds, as text or number, to ISO; what cannot be a time becomes `fallback`. */
export const isoOfSeconds = (seconds: number | undefined, fallback: string): string =>
  seconds !== undefined && seconds > 0 && seconds <= MAX_SECONDS
    ? new Date(seconds * 1_000).toISOString()
    : fallback;
