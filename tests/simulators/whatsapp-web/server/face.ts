import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import { bundle } from './bundle';
import { receivePages } from './receive';
import type { TestCertificate } from './test-certificate';
import type { World } from './world';

const documentOf = ({ pageConfig }: World): string => `<!doctype html>
<html id="whatsapp-web"><head><meta charset="utf-8"><title>WhatsApp</title><link rel="icon" href="data:,">
<script>window.__pageConfig = ${JSON.stringify(pageConfig).replaceAll('<', '\\u003c')}</script>
<script src="/page.js"></script></head><body><div id="app"></div></body></html>`;

const answer = (response: ServerResponse, type: string, body: string | Buffer): void => {
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-store');
  response.end(body);
};

const refuse = (response: ServerResponse, status: number): void => {
  response.statusCode = status;
  response.end();
};

const takeUpload = async (
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const mimetype = request.headers['content-type'] ?? 'application/octet-stream';
  const file = world.blobs.put(await buffer(request), mimetype);
  answer(response, 'application/json', JSON.stringify(file));
};

const giveFile = (world: World, path: string, response: ServerResponse): void => {
  const file = world.blobs.get(path);
  if (!file) return refuse(response, 404);
  response.setHeader('content-length', file.bytes.length);
  answer(response, file.mimetype, file.bytes);
};

const route = (world: World, request: IncomingMessage, response: ServerResponse): void => {
  const { pathname } = new URL(request.url ?? '/', 'https://web.whatsapp.com');
  if (pathname === '/') return answer(response, 'text/html; charset=utf-8', documentOf(world));
  if (pathname === '/page.js') return answer(response, 'text/javascript; charset=utf-8', bundle('page/main'));
  if (pathname === '/empty') return answer(response, 'text/html', '<!doctype html><title>Empty</title>');
  if (pathname.startsWith('/mms/')) return giveFile(world, pathname, response);
  if (pathname !== '/mms' || request.method !== 'POST') return refuse(response, 404);
  takeUpload(world, request, response).catch(() => response.destroy());
};

export interface Face {
  readonly port: number;
  close(): Promise<void>;
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });

/** What Chromium takes for https://web.whatsapp.com. */
export const openFace = async (world: World, certificate: TestCertificate, port: number): Promise<Face> => {
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    const { pages } = world.settings.network;
    if (pages === 'reset') return void request.socket.destroy();
    if (pages === 'answer') route(world, request, response);
  });
  const sockets = new WebSocketServer({ server, path: '/ws/chat', maxPayload: 16 * 1024 * 1024 });
  sockets.on('connection', receivePages(world));
  const opened = await listen(server, port);
  return {
    port: opened,
    close: async () => {
      sockets.clients.forEach((client) => client.terminate());
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
};
