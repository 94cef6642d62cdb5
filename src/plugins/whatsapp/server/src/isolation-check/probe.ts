/**
 * A place in a request that is filled anew for each use: with an own row's name to see that the request works, with a
 * row of the other company to attack it, with one that is not there to know what the answer must look like.
 */
export type Slot =
  | { slot: 'row'; uid: string; form: 'documentId' | 'id' }
  /** A row that is nobody's, and related to rows of both companies. */
  | { slot: 'shared'; uid: string; form: 'documentId' | 'id' }
  /** Of an API token that is bound to a company. */
  | { slot: 'token' }
  /** An address of a file, signed by somebody else. */
  | { slot: 'address' }
  /** The word that stands in every text of a company's rows: what a search or a filter looks for. */
  | { slot: 'word' }
  /** A text that was never used before. */
  | { slot: 'fresh'; kind: 'word' | 'mail'; max?: number; isShared?: boolean }
  | { slot: 'uuid' }
  /** Somebody of the panel who is a member of nothing yet. */
  | { slot: 'newcomer' };

export type Value = string | number;

export const row = (uid: string, form: 'documentId' | 'id' = 'documentId'): Slot => ({
  slot: 'row',
  uid,
  form,
});
export const WORD: Slot = { slot: 'word' };

const isSlot = (value: unknown): value is Slot =>
  typeof value === 'object' && value !== null && 'slot' in value;

/** Whether another company's row can be named there. */
export const isTarget = ({ slot }: Slot): boolean =>
  slot === 'row' || slot === 'word' || slot === 'token' || slot === 'address';

/** Who tries it. `platform`: somebody with every right of Strapi, for types that are shown to nobody else. */
export type Side = 'panel' | 'site' | 'platform';

/** One way to ask one route. */
export interface Probe {
  /** `GET /whatsapp/conversations/:conversationId` */
  target: string;
  how: string;
  /** The content type it is about, where one route is for many. */
  on?: string;
  side: Side;
  method: string;
  path: (string | Slot)[];
  headers?: Record<string, string | Slot>;
  body?: unknown;
  /** Its body is the file of a form. */
  isForm?: boolean;
  /**
   * The answers that show that an own row was reached. One type for which it works is enough: no type has everything
   * that the Content Manager can do. `null`: nothing is expected to work.
   */
  works: readonly number[] | null;
  /** Its answer repeats the words of the question also when it succeeds. */
  echoes?: boolean;
  /** Uses its row up: what is asked with own rows is asked with ones that nobody else needs. */
  spends?: boolean;
  /** The only answer that anybody may get: the route is nobody's of a company. */
  must?: number;
}

export interface Filled {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: unknown;
  isForm?: boolean;
}

export const OK: readonly number[] = [200, 201, 202, 204];
export const isReading = ({ method }: Pick<Probe, 'method'>): boolean => method === 'GET';

const slotsIn = (value: unknown): Slot[] => {
  if (isSlot(value)) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(slotsIn);
};

/** Every place in the order in which `fill` asks for them. */
export const slotsOf = ({ path, headers, body }: Probe): Slot[] => [
  ...path.filter(isSlot),
  ...slotsIn(headers),
  ...slotsIn(body),
];

/** A request, its places taken from `values` in their order. */
export const fill = ({ method, path, headers, body, isForm }: Probe, values: readonly Value[]): Filled => {
  const left = [...values];
  const next = (): Value => left.shift() ?? '';
  const replace = (value: unknown): unknown => {
    if (isSlot(value)) return next();
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item)]));
  };
  return {
    method,
    path: path.map((part) => (isSlot(part) ? encodeURIComponent(next()) : part)).join(''),
    headers: Object.fromEntries(
      Object.entries(headers ?? {}).map(([key, item]) => [key, String(isSlot(item) ? next() : item)]),
    ),
    body: replace(body),
    isForm,
  };
};
