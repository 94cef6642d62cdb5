import type { AddressInfo } from 'node:net';
import { createServer } from './http/server';
import { createCrowd } from './people/crowd';
import type { Crowd } from './people/crowd';
import { createCustomers } from './customers';
import type { Customers } from './customers';
import type { Clock } from './kit/clock';
import { createLimits } from './messages/limits';
import type { Limits } from './messages/limits';
import type { Settings, SettingsPatch } from './settings';
import type { Journal, RecordedRequest } from './state/journals';
import type { Ledger } from './state/ledger';
import type { MediaStore } from './state/media';
import type { Registry } from './state/registry';
import type { Faults } from './faults';
import type { World } from './world';
import { createWorld } from './create-world';
import { createRawWebhooks } from './webhooks/raw';
import type { RawWebhooks } from './webhooks/raw';
import { shakeHands } from './webhooks/handshake';
import type { HandshakeResult } from './webhooks/handshake';
import { Callback } from './state/entities';
import type { RecordedPost, WebhookCounters } from './webhooks/emitter';
import type { Update } from './webhooks/pack';
import type { FastifyInstance } from 'fastify';

export interface GraphSimulatorOptions {
  /** Default 0: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Repeats all chance (faults, duplicates, shuffles, customers), never the ids. */
  seed?: string | number;
  settings?: SettingsPatch;
  /** Lets a process add routes of its own before the port opens. */
  extend?: (server: FastifyInstance, simulator: GraphSimulator) => void;
}

export interface GraphSimulator {
  /** Without a trailing slash: what `WHATSAPP_GRAPH_URL` wants. */
  readonly url: string;
  /** What exists: apps, accounts, numbers, tokens, templates, people. */
  readonly registry: Registry;
  /** Every request that came, refused ones too. */
  readonly requests: Journal<RecordedRequest>;
  /** Every message that WhatsApp has, in both directions. */
  readonly ledger: Ledger;
  /** The files that customers sent. */
  readonly media: MediaStore;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly customers: Customers;
  readonly crowd: Crowd;
  readonly webhooks: RawWebhooks & {
    readonly posts: Journal<RecordedPost>;
    counters(): WebhookCounters;
    /** Any update, also of other fields than `messages`. */
    emit(updates: readonly Update[]): void;
    emitTogether(updates: readonly Update[]): void;
    /** What the console does on "Verify and save": the handshake, then the app's callback is set. */
    subscribe(
      appId: string,
      callback: { url: string; verifyToken: string; fields?: string[]; version?: string },
    ): Promise<HandshakeResult>;
  };
  settings(): Settings;
  configure(patch: SettingsPatch): Settings;
  /** Resolves when every status was reported and every webhook acknowledged or given up; rejects at the deadline. */
  drain(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const subscribeIn =
  (world: World): GraphSimulator['webhooks']['subscribe'] =>
  async (appId, input) => {
    const app = world.registry.apps.get(appId);
    if (!app) throw new Error(`There is no app with the id ${appId}`);
    const callback = Callback.parse(input);
    const result = await shakeHands(world.client, callback, world.settings().webhooks.timeoutMs);
    if (result.verified) app.webhook = callback;
    return result;
  };

/** A strict stand-in for graph.facebook.com over real HTTP, with the customers behind it. */
export const startGraphSimulator = async (options: GraphSimulatorOptions = {}): Promise<GraphSimulator> => {
  const { port = 0, host = '127.0.0.1', seed = 'graph', settings: patch = {}, extend } = options;
  const { world, configure } = createWorld(seed, patch);
  const limits: Limits = createLimits(world.clock, world.settings);
  const server = createServer(world, limits);
  const customers = createCustomers(world);
  const crowd = createCrowd(world, customers);
  let url = '';
  const simulator: GraphSimulator = {
    get url() {
      return url;
    },
    registry: world.registry,
    requests: world.requests,
    ledger: world.ledger,
    media: world.media,
    faults: world.faults,
    clock: world.clock,
    customers,
    crowd,
    webhooks: {
      ...createRawWebhooks(world),
      posts: world.emitter.posts,
      counters: () => world.emitter.counters(),
      emit: (updates) => world.emitter.emit(updates),
      emitTogether: (updates) => world.emitter.emitTogether(updates),
      subscribe: subscribeIn(world),
    },
    settings: world.settings,
    configure,
    drain: (timeoutMs = 10_000) => world.outstanding.idle(timeoutMs),
    close: async () => {
      crowd.stop();
      world.timers.clear();
      world.client.close();
      world.outstanding.close();
      await server.close();
    },
  };
  extend?.(server, simulator);
  await server.listen({ port, host });
  const address = server.server.address() as AddressInfo;
  url = `http://${host}:${address.port}`;
  return simulator;
};
