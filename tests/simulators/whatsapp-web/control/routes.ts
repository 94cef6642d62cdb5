import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Delivery } from '../people/customers';
import { PhoneWriting } from '../people/phone';
import { PageConfig } from '../protocol/page-config';
import { Contact, Group } from '../server/accounts';
import { Settings } from '../server/settings';
import type { WhatsAppWebSimulator } from '../simulator';
import { describePhone, describeState } from './describe';
import { Scene, applyScene } from './scene';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const MAX_BODY = 32 * 1024 * 1024;

const account = z.string();
const ser = z.string();
const from = z.string();

/** One verb of the simulator: what it wants, and how it is done. */
const verb =
  <Input>(schema: z.ZodType<Input>, act: (input: Input) => unknown) =>
  (body: unknown): unknown =>
    act(schema.parse(body)) ?? { done: true };

type Verbs = Record<string, (body: unknown) => unknown>;

const customerVerbs = (simulator: WhatsAppWebSimulator): Verbs => ({
  deliver: verb(Delivery.extend({ account }), ({ account: pn, ...delivery }) =>
    simulator.deliver(pn, delivery),
  ),
  react: verb(z.strictObject({ account, ser, from, text: z.string() }), (input) =>
    simulator.react(input.account, input.ser, input.from, input.text),
  ),
  vote: verb(z.strictObject({ account, ser, from, options: z.array(z.string()) }), (input) =>
    simulator.vote(input.account, input.ser, input.from, input.options),
  ),
  edit: verb(z.strictObject({ account, ser, text: z.string() }), (input) =>
    simulator.edit(input.account, input.ser, input.text),
  ),
  revoke: verb(z.strictObject({ account, ser }), (input) => simulator.revoke(input.account, input.ser)),
  ack: verb(z.strictObject({ account, ser, ack: z.number().int() }), (input) =>
    simulator.ack(input.account, input.ser, input.ack),
  ),
  decrypt: verb(z.strictObject({ account, ser, patch: z.record(z.string(), z.unknown()) }), (input) =>
    simulator.decrypt(input.account, input.ser, input.patch),
  ),
  call: verb(z.strictObject({ account, from, isVideo: z.boolean().optional() }), (input) =>
    simulator.call(input.account, input.from, { isVideo: input.isVideo ?? false }),
  ),
  type: verb(
    z.strictObject({ account, from, state: z.enum(['composing', 'recording', 'paused']) }),
    (input) => simulator.type(input.account, input.from, input.state),
  ),
});

const phoneVerbs = (simulator: WhatsAppWebSimulator): Verbs => ({
  contact: verb(Contact.extend({ account }), ({ account: pn, ...contact }) =>
    simulator.addContact(pn, contact),
  ),
  group: verb(Group.extend({ account }), ({ account: pn, ...group }) => simulator.addGroup(pn, group)),
  scan: verb(z.strictObject({ account, qr: z.string() }), (input) => ({
    device: simulator.scan(input.qr, input.account).id,
  })),
  'scan-shown': verb(z.strictObject({ account, page: z.number().int() }), (input) => ({
    device: simulator.scanShown(input.page, input.account).id,
  })),
  'enter-code': verb(z.strictObject({ account, code: z.string() }), (input) => ({
    device: simulator.enterCode(input.account, input.code).id,
  })),
  'from-phone': verb(PhoneWriting.extend({ account }), ({ account: pn, ...writing }) =>
    simulator.fromPhone(pn, writing),
  ),
  read: verb(z.strictObject({ account, chat: z.string() }), (input) =>
    simulator.read(input.account, input.chat),
  ),
  archive: verb(z.strictObject({ account, chat: z.string(), isArchived: z.boolean() }), (input) =>
    simulator.archive(input.account, input.chat, input.isArchived),
  ),
  remove: verb(z.strictObject({ account, ser }), (input) => simulator.remove(input.account, input.ser)),
  unlink: verb(
    z.strictObject({ account, device: z.string().optional(), isStateFirst: z.boolean().optional() }),
    ({ account: pn, ...options }) => simulator.unlink(pn, options),
  ),
  state: verb(z.strictObject({ account, state: z.string() }), (input) =>
    simulator.setState(input.account, input.state),
  ),
  drop: verb(z.strictObject({ account }), (input) => simulator.drop(input.account)),
  harm: verb(
    z.strictObject({ account, harm: z.enum(['freeze', 'reload', 'push-state', 'iframe']) }),
    (input) => simulator.harm(input.account, input.harm),
  ),
});

const worldVerbs = (simulator: WhatsAppWebSimulator): Verbs => ({
  scene: verb(Scene, (scene) => applyScene(simulator, scene)),
  settings: verb(Settings.partial(), (patch) => simulator.configure(patch)),
  'page-config': verb(PageConfig.partial(), (patch) => simulator.configurePages(patch)),
  'forget-file': verb(z.strictObject({ directPath: z.string() }), ({ directPath }) =>
    simulator.blobs.forget(directPath),
  ),
});

type Reads = Record<string, (query: unknown) => unknown>;
const Tail = z.object({ last: z.coerce.number().int().positive().max(10_000).default(100) });

const reads = (simulator: WhatsAppWebSimulator): Reads => ({
  'chromium-args': () => simulator.chromiumArgs(),
  state: () => describeState(simulator),
  settings: () => simulator.world.settings,
  'page-config': () => simulator.world.pageConfig,
  phone: (query) => describePhone(simulator, z.object({ account }).parse(query).account),
  sent: (query) => simulator.ledger.sent.slice(-Tail.parse(query).last),
  acts: (query) => simulator.ledger.acts.slice(-Tail.parse(query).last),
});

/** `/_control/…`: sets the simulator up, acts as its people and looks into it, from this machine only. */
export const addControlRoutes = (server: FastifyInstance, simulator: WhatsAppWebSimulator): void => {
  const add = (method: 'GET' | 'POST', name: string, act: (request: FastifyRequest) => unknown): void => {
    server.route({
      method,
      url: `/_control/${name}`,
      bodyLimit: MAX_BODY,
      handler: async (request, reply) => {
        if (!LOOPBACK.has(request.ip)) return reply.code(403).send({ error: 'Only from this machine' });
        try {
          return await reply.send(await act(request));
        } catch (error) {
          const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
          return reply.code(400).send({ error: reason });
        }
      },
    });
  };
  const verbs = { ...customerVerbs(simulator), ...phoneVerbs(simulator), ...worldVerbs(simulator) };
  Object.entries(verbs).forEach(([name, act]) => add('POST', name, ({ body }) => act(body ?? {})));
  Object.entries(reads(simulator)).forEach(([name, read]) => add('GET', name, ({ query }) => read(query)));
};
