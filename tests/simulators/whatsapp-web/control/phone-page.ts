import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { bundle } from '../server/bundle';
import type { WhatsAppWebSimulator } from '../simulator';

/** The compiler takes no HTML along: compiled code reads it where it was written. */
const FOLDERS = [
  path.join(__dirname, '..', 'phone'),
  path.join(__dirname, '..', '..', '..', 'simulators', 'whatsapp-web', 'phone'),
];

const read = (name: string): string => {
  const file = FOLDERS.map((folder) => path.join(folder, name)).find((one) => existsSync(one));
  if (!file) throw new Error(`The phone's ${name} is missing`);
  return readFileSync(file, 'utf8');
};

/** `/phone`: the simulated owner's phone and the customers, for people who try the demo. */
export const addPhonePage = (server: FastifyInstance, { blobs }: WhatsAppWebSimulator): void => {
  server.get('/phone', (_request, reply) => reply.type('text/html; charset=utf-8').send(read('phone.html')));
  server.get('/phone.css', (_request, reply) =>
    reply.type('text/css; charset=utf-8').send(read('phone.css')),
  );
  server.get('/phone.js', (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(bundle('phone/main')),
  );
  server.get('/_control/file', (request, reply) => {
    const file = blobs.get(z.object({ path: z.string() }).parse(request.query).path);
    // Whatever a customer sent: it is shown, never run.
    void reply.header('content-security-policy', 'sandbox').header('x-content-type-options', 'nosniff');
    return file
      ? reply.type(file.mimetype).send(file.bytes)
      : reply.code(404).send({ error: 'No such file' });
  });
};
