import type { z } from 'zod';

export interface Reply {
  status: number;
  /** Parsed JSON, the text when it is none, null when there is nothing. */
  body: unknown;
  headers: Headers;
}

export interface ApiClient {
  readonly baseUrl: string;
  readonly token: string | null;
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown): Promise<Reply>;
  put(path: string, body?: unknown): Promise<Reply>;
  delete(path: string, body?: unknown): Promise<Reply>;
  /** Any form, with whatever files are in it. */
  postForm(path: string, form: FormData): Promise<Reply>;
  /** The same address, asked by somebody else; null: by nobody. */
  as(token: string | null): ApiClient;
  /** The same with headers of its own on every request. */
  with(headers: Record<string, string>): ApiClient;
  /** The same for what takes its time. */
  patient(deadlineMs: number): ApiClient;
}

const REQUEST_DEADLINE_MS = 30_000;

const parseBody = (text: string): unknown => {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return text; // an HTML page or a plain sentence is an answer, too
  }
};

interface Manner {
  deadlineMs?: number;
  /** Sent with every request. */
  headers?: Record<string, string>;
}

export const createApiClient = (
  baseUrl: string,
  token: string | null = null,
  manner: Manner = {},
): ApiClient => {
  const { deadlineMs = REQUEST_DEADLINE_MS, headers } = manner;
  const send = async (
    method: string,
    path: string,
    content: { headers: Record<string, string>; body?: string | FormData },
  ): Promise<Reply> => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...content.headers,
        ...headers,
      },
      body: content.body,
      signal: AbortSignal.timeout(deadlineMs),
    });
    return { status: response.status, body: parseBody(await response.text()), headers: response.headers };
  };
  const request = (method: string, path: string, body?: unknown): Promise<Reply> =>
    send(
      method,
      path,
      body === undefined
        ? { headers: {} }
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    );
  return {
    baseUrl,
    token,
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body),
    put: (path, body) => request('PUT', path, body),
    delete: (path, body) => request('DELETE', path, body),
    postForm: (path, form) => send('POST', path, { headers: {}, body: form }),
    as: (other) => createApiClient(baseUrl, other, manner),
    with: (more) => createApiClient(baseUrl, token, { ...manner, headers: { ...headers, ...more } }),
    patient: (longer) => createApiClient(baseUrl, token, { ...manner, deadlineMs: longer }),
  };
};

/** The body of a reply that must have succeeded, as the contract has it; else an error that shows the whole reply. */
export const readBody = <Schema extends z.ZodType>(
  schema: Schema,
  { status, body }: Reply,
): z.infer<Schema> => {
  if (status < 200 || status > 299) throw new Error(`HTTP ${status}: ${JSON.stringify(body)}`);
  return schema.parse(body);
};

/** The same for what stands under `data`. */
export const readData = <Schema extends z.ZodType>(schema: Schema, reply: Reply): z.infer<Schema> => {
  const { data } = (reply.body ?? {}) as { data?: unknown };
  return readBody(schema, reply.status < 300 ? { ...reply, body: data } : reply);
};
