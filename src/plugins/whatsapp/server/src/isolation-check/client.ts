import { Agent, request } from 'node:http';
import type { Filled } from './probe';

export interface Reply {
  status: number;
  text: string;
}

export interface Client {
  send(request: Filled, token: string | null): Promise<Reply>;
  close(): void;
}

const DEADLINE_MS = 20_000;

/** Asks Strapi over loopback, as anybody would: the whole way through router, policies and middlewares. */
export const createClient = ({ host, port }: { host: string; port: number }): Client => {
  // A connection for each request: a kept one may be closed by the server in the very moment of its next use.
  const agent = new Agent({ keepAlive: false });

  const send = (filled: Filled, token: string | null): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const content = filled.body === undefined ? undefined : Buffer.from(JSON.stringify(filled.body));
      const outgoing = request(
        {
          agent,
          host,
          port,
          method: filled.method,
          path: filled.path,
          headers: {
            ...(content ? { 'content-type': 'application/json', 'content-length': content.length } : {}),
            ...filled.headers,
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          },
          timeout: DEADLINE_MS,
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('No answer within 20 s')));
      outgoing.on('error', reject);
      outgoing.end(content);
    });

  return { send, close: () => agent.destroy() };
};
