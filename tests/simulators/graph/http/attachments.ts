import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from '../faults';
import type { Media } from '../state/media';
import type { World } from '../world';
import { identify } from './auth';
import { doHarm } from './harm';

/** Where files are: another host at Meta's (lookaside.fbsbx.com), another path here. */
export const ATTACHMENTS = '/whatsapp_business/attachments/';

/** Without a good token, or with one that may not see the number, there is nothing here. */
const fileFor = (world: World, authorization: string | undefined, url: URL): Media | undefined => {
  const { registry, media, clock } = world;
  const file = media.byAddress(url.searchParams.get('mid') ?? '', url.searchParams.get('hash') ?? '');
  const credential = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (!file || credential === undefined) return undefined;
  const wabaId = registry.numbers.get(file.phoneNumberId)?.wabaId ?? '';
  try {
    const caller = identify(registry, credential, clock.now());
    return caller.kind === 'token' && caller.token.wabaIds.includes(wabaId) ? file : undefined;
  } catch {
    return undefined; // Graph would say what is wrong with the token; this host does not
  }
};

const damaged = (bytes: Buffer): Buffer => {
  const copy = Buffer.from(bytes);
  copy[copy.length - 1] = (copy.at(-1) ?? 0) ^ 0xff;
  return copy;
};

/** Sends the first half; the second comes later, or never. */
const sendInHalves = async (
  world: World,
  reply: FastifyReply,
  { bytes, mimeType }: Media,
  fault: Extract<Fault, { kind: 'cut' | 'pause' }>,
): Promise<void> => {
  const half = Math.ceil(bytes.length / 2);
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': mimeType, 'content-length': bytes.length });
  await new Promise<void>((resolve) => {
    reply.raw.write(bytes.subarray(0, half), () => resolve());
  });
  if (fault.kind === 'cut') {
    reply.raw.socket?.resetAndDestroy();
    return;
  }
  await world.timers.wait(fault.ms);
  reply.raw.end(bytes.subarray(half));
};

/** The downloads. Faults befall them by the edge `attachments` and the id of the file. */
export const addAttachments = (server: FastifyInstance, world: World): void => {
  server.get(ATTACHMENTS, async (request, reply) => {
    const url = new URL(request.url, 'http://127.0.0.1');
    const objectId = url.searchParams.get('mid') ?? '';
    const record = world.requests.add({
      at: new Date(world.clock.now()).toISOString(),
      method: request.method,
      path: url.pathname,
      query: { mid: objectId },
      tokenId: null,
      body: null,
      warnings: [],
      status: null,
      errorCode: null,
    });
    const { latencyMs, harm: fault } = world.faults.strike({ objectId, edge: 'attachments' });
    if (latencyMs > 0) await world.timers.wait(latencyMs);

    const file = fileFor(world, request.headers.authorization, url);
    record.status = file ? 200 : 404;
    if (!file) return reply.code(404).type('text/plain').send('Not found');
    if (fault?.kind === 'cut' || fault?.kind === 'pause') {
      await sendInHalves(world, reply, file, fault);
      return reply;
    }
    if (fault && fault.kind !== 'damage') {
      record.status = doHarm(fault, reply);
      return reply;
    }
    return reply.type(file.mimeType).send(fault ? damaged(file.bytes) : file.bytes);
  });
};
