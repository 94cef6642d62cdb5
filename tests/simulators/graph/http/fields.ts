import type { Json } from './call';
import { GraphError } from './graph-error';

/** `a,b{c,d},e.limit(1)` → `a`, `b`, `e`. What is inside is not narrowed further. */
const namesOf = (fields: string): string[] => {
  let depth = 0;
  let name = '';
  const names: string[] = [];
  for (const sign of `${fields},`) {
    if (sign === ',' && depth === 0) {
      names.push(name.trim().replace(/[.{(].*$/s, ''));
      name = '';
      continue;
    }
    if (sign === '{' || sign === '(') depth += 1;
    if (sign === '}' || sign === ')') depth -= 1;
    name += sign;
  }
  return names.filter((candidate) => candidate !== '');
};

/** The asked-for fields and always `id`; the default ones when nothing was asked for. Absent values are left out. */
export const project = (
  node: Json,
  asked: unknown,
  { type, defaults }: { type: string; defaults: string[] },
): Json => {
  const names = typeof asked === 'string' ? namesOf(asked) : defaults;
  const stranger = names.find((name) => !(name in node));
  if (stranger !== undefined) {
    throw new GraphError({
      code: 100,
      message: `Tried accessing nonexisting field (${stranger}) on node type (${type})`,
    });
  }
  const wanted = [...new Set([...names, ...('id' in node ? ['id'] : [])])];
  return Object.fromEntries(
    wanted.map((name) => [name, node[name]] as const).filter(([, value]) => value !== undefined),
  );
};
