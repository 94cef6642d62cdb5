import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CustomerMessage } from '../customers';
import { Fault } from '../faults';
import { CrowdOptions } from '../people/crowd';
import { SettingsPatch } from '../settings';
import type { GraphSimulator } from '../simulator';
import { Callback } from '../state/entities';
import type { Journal } from '../state/journals';
import { Scene, applyScene, describeScene } from './scene';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const Subscribe = Callback.extend({ appId: z.string() });
const Drain = z.strictObject({ timeoutMs: z.number().positive().max(600_000).default(10_000) });
const RawPost = z.strictObject({
  appId: z.string(),
  url: z.url().optional(),
  body: z.unknown(),
  escaping: z.enum(['plain', 'full']).optional(),
  signature: z.enum(['valid', 'missing', 'wrong']).optional(),
});
const NewMedia = z.strictObject({
  phoneNumberId: z.string(),
  base64: z.base64(),
  mimeType: z.string().optional(),
});
const ForgetMedia = z.strictObject({ id: z.string() });
const Write = z.union([CustomerMessage, z.array(CustomerMessage).min(1)]);
const Tail = z.object({ last: z.coerce.number().int().positive().max(10_000).default(100) });

type Handler = (body: unknown, request: FastifyRequest) => unknown;

const bodyOf = (request: FastifyRequest): unknown => {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  return text === '' ? {} : JSON.parse(text);
};

const tail = <Entry>(
  journal: Journal<Entry>,
  request: FastifyRequest,
): { total: number; entries: Entry[] } => ({
  total: journal.total,
  entries: journal.entries.slice(-Tail.parse(request.query).last),
});

const reads = (simulator: GraphSimulator): Record<string, Handler> => ({
  scene: () => describeScene(simulator.registry),
  state: () => ({
    webhooks: simulator.webhooks.counters(),
    requests: simulator.requests.total,
    accepted: simulator.ledger.accepted.total,
    inbound: simulator.ledger.inbound.total,
    doubled: simulator.ledger.doubled(),
    chats: simulator.crowd.chats.length,
  }),
  settings: () => simulator.settings(),
  faults: () => simulator.faults.active,
  requests: (_body, request) => tail(simulator.requests, request),
  accepted: (_body, request) => tail(simulator.ledger.accepted, request),
  inbound: (_body, request) => tail(simulator.ledger.inbound, request),
  posts: (_body, request) => tail(simulator.webhooks.posts, request),
});

const commands = (simulator: GraphSimulator): Record<string, Handler> => ({
  scene: (body) => {
    applyScene(simulator.registry, Scene.parse(body));
    return describeScene(simulator.registry);
  },
  settings: (body) => simulator.configure(SettingsPatch.parse(body)),
  subscribe: (body) => {
    const { appId, ...callback } = Subscribe.parse(body);
    return simulator.webhooks.subscribe(appId, callback);
  },
  faults: (body) => ({ id: simulator.faults.add(Fault.parse(body)) }),
  'faults/clear': () => {
    simulator.faults.clear();
    return { cleared: true };
  },
  customers: (body) => {
    const message = Write.parse(body);
    return Array.isArray(message)
      ? simulator.customers.writeTogether(message)
      : [simulator.customers.write(message)];
  },
  media: (body) => {
    const { base64, ...input } = NewMedia.parse(body);
    const { id, mimeType, sha256 } = simulator.media.add({ ...input, bytes: Buffer.from(base64, 'base64') });
    // As a webhook has them: whoever lets a customer send the file needs nothing else.
    return { id, mime_type: mimeType, sha256: Buffer.from(sha256, 'hex').toString('base64') };
  },
  'media/forget': (body) => {
    simulator.media.forget(ForgetMedia.parse(body).id);
    return { forgotten: true };
  },
  crowd: (body) => ({ chats: simulator.crowd.start(CrowdOptions.parse(body)).length }),
  'crowd/stop': () => {
    simulator.crowd.stop();
    return { chats: 0 };
  },
  webhooks: (body) => simulator.webhooks.post(RawPost.parse(body)),
  drain: async (body) => {
    await simulator.drain(Drain.parse(body).timeoutMs);
    return simulator.webhooks.counters();
  },
});

/** `/_control/…`: sets the simulator up and looks into it from another process of this machine. */
export const addControlRoutes = (server: FastifyInstance, simulator: GraphSimulator): void => {
  const add = (method: 'GET' | 'POST', name: string, handler: Handler): void => {
    server.route({
      method,
      url: `/_control/${name}`,
      handler: async (request, reply) => {
        if (!LOOPBACK.has(request.ip)) return reply.code(403).send({ error: 'Only from this machine' });
        try {
          return await reply.send(await handler(bodyOf(request), request));
        } catch (error) {
          const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
          return reply.code(400).send({ error: reason });
        }
      },
    });
  };
  Object.entries(reads(simulator)).forEach(([name, handler]) => add('GET', name, handler));
  Object.entries(commands(simulator)).forEach(([name, handler]) => add('POST', name, handler));
};
