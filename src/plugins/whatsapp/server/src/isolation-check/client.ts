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

interface Content {
  type: string;
  bytes: Buffer;
}

const BOUNDARY = 'isolation-check';

const contentOf = ({ body, isForm = false }: Filled): Content | undefined => {
  if (body === undefined) return undefined;
  const text = JSON.stringify(body);
  if (!isForm) return { type: 'application/json', bytes: Buffer.from(text) };
  const head = 'Content-Disposition: form-data; name="file"; filename="note.txt"';
  const form = `--${BOUNDARY}\r\n${head}\r\n\r\n${text}\r\n--${BOUNDARY}--\r\n`;
  return { type: `multipart/form-data; boundary=${BOUNDARY}`, bytes: Buffer.from(form) };
};

const DEADLINE_MS = 20_000;

/** Asks Strapi over loopback, as anybody would: the whole way through router, policies and middlewares. */
export const createClient = ({ host, port }: { host: string; port: number }): Client => {
  // A connection for each request: a kept one may be closed by the server in the very moment of its next use.
  const agent = new Agent({ keepAlive: false });

  const send = (filled: Filled, token: string | null): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const content = contentOf(filled);
      const outgoing = request(
        {
          agent,
          host,
          port,
          method: filled.method,
          path: filled.path,
          headers: {
            ...(content ? { 'content-type': content.type, 'content-length': content.bytes.length } : {}),
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
      outgoing.end(content?.bytes);
    });

  return { send, close: () => agent.destroy() };
};
