import type { Call, Json } from './call';
import { GraphError } from './graph-error';

const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

const cursorAt = (index: number): string => Buffer.from(`at:${index}`).toString('base64url');

const indexOf = (cursor: unknown): number => {
  const text = typeof cursor === 'string' ? Buffer.from(cursor, 'base64url').toString('utf8') : '';
  const index = /^at:(\d+)$/.exec(text)?.[1];
  // Since v24.0 a cursor that is wrong or too old has a code of its own: begin again without one.
  if (index === undefined) throw new GraphError({ code: 131059 });
  return Number(index);
};

const limitOf = (value: unknown): number => {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1)
    throw new GraphError({ code: 100, message: 'Param limit must be a positive number' });
  return Math.min(limit, MAX_LIMIT);
};

/** One page of a list with Graph's cursors. `next` and `previous` are there only when there is more. */
export const paginate = (items: readonly Json[], { params, query, baseUrl, objectId, edge }: Call): Json => {
  const limit = limitOf(params['limit']);
  const before = params['before'] === undefined ? null : indexOf(params['before']);
  const end = before ?? items.length;
  const start =
    before === null
      ? params['after'] === undefined
        ? 0
        : indexOf(params['after']) + 1
      : Math.max(0, end - limit);
  const page = items.slice(start, Math.min(start + limit, end));
  if (page.length === 0) return { data: [] };
  const last = start + page.length - 1;
  const link = (cursor: Record<string, string>): string => {
    const rest = Object.entries(query).filter(([name]) => name !== 'after' && name !== 'before');
    return `${baseUrl}/${objectId}/${edge}?${new URLSearchParams({ ...Object.fromEntries(rest), ...cursor, limit: String(limit) }).toString()}`;
  };
  return {
    data: page,
    paging: {
      cursors: { before: cursorAt(start), after: cursorAt(last) },
      ...(last + 1 < items.length ? { next: link({ after: cursorAt(last) }) } : {}),
      ...(start > 0 ? { previous: link({ before: cursorAt(start) }) } : {}),
    },
  };
};
