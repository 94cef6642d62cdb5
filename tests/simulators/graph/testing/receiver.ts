import http from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

interface Change {
  field: string;
  value: { metadata?: { phone_number_id?: string }; contacts?: Json[]; messages?: Json[]; statuses?: Json[] };
}

export interface ReceivedPost {
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  payload: { object: string; entry: { id: string; time?: number; changes: Change[] }[] };
  /** What was answered. */
  status: number;
}

export interface Receiver {
  url: string;
  verifyToken: string;
  /** Both, as a registry or `subscribe` want them. */
  callback: { url: string; verifyToken: string };
  posts: ReceivedPost[];
  handshakes: URL[];
  /** Over all posts that were answered 200, in the order of their arrival. */
  messages(): Json[];
  statuses(): Json[];
  changes(): Change[];
  /** Decides the answer to the n-th post from now on (from 0). `null`: none at all. */
  answerWith(answer: (index: number) => number | null): void;
  close(): Promise<void>;
}

/** Somebody who takes webhooks, over real HTTP, as a test wants it. */
export const startReceiver = async (): Promise<Receiver> => {
  const verifyToken = 'a verify token';
  const posts: ReceivedPost[] = [];
  const handshakes: URL[] = [];
  let answer: (index: number) => number | null = () => 200;
  let arrived = 0;

  const takePost = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answer(arrived);
      arrived += 1;
      const body = Buffer.concat(chunks);
      const payload = JSON.parse(body.toString('utf8')) as ReceivedPost['payload'];
      posts.push({ path: request.url ?? '', headers: request.headers, body, payload, status: status ?? 0 });
      if (status !== null) response.writeHead(status).end();
    });
  };

  const shakeHands = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    handshakes.push(url);
    const isRight = url.searchParams.get('hub.verify_token') === verifyToken;
    response.writeHead(isRight ? 200 : 403).end(isRight ? url.searchParams.get('hub.challenge') : '');
  };

  const server = http.createServer((request, response) =>
    request.method === 'GET' ? shakeHands(request, response) : takePost(request, response),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const changes = (): Change[] =>
    posts
      .filter(({ status }) => status === 200)
      .flatMap(({ payload }) => payload.entry.flatMap((entry) => entry.changes));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return {
    url,
    verifyToken,
    callback: { url, verifyToken },
    posts,
    handshakes,
    changes,
    messages: () => changes().flatMap(({ value }) => value.messages ?? []),
    statuses: () => changes().flatMap(({ value }) => value.statuses ?? []),
    answerWith: (next) => {
      answer = next;
      arrived = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
