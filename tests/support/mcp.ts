import { z } from 'zod';
import type { ApiClient } from './api-client';

const Result = z.object({ result: z.unknown() }).or(z.object({ error: z.unknown() }));
const Tools = z.object({ result: z.object({ tools: z.array(z.object({ name: z.string() })) }) });

/** One call of JSON-RPC; the server answers with JSON, or with a stream of one event. */
const call = async ({ baseUrl, token }: ApiClient, method: string, params: object): Promise<unknown> => {
  const response = await fetch(new URL('/mcp', baseUrl), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token ?? ''}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text) as unknown;
};

/** The names of the tools that this token may use. */
export const toolsOf = async (token: ApiClient): Promise<string[]> =>
  Tools.parse(await call(token, 'tools/list', {})).result.tools.map(({ name }) => name);

/** What a tool answers, as text: a result or an error. */
export const callTool = async (
  token: ApiClient,
  name: string | undefined,
  given: object,
): Promise<string> => {
  const answer = await call(token, 'tools/call', { name, arguments: given });
  return JSON.stringify(Result.parse(answer));
};
