import { createHmac } from 'node:crypto';
import fastify, { type FastifyReply } from 'fastify';
import {
  BridgeConfiguration,
  DeliveryBatch,
  type Delivery,
} from '../../../src/plugins/whatsapp/contracts/bridge';
import { BridgeHeartbeat } from '../../../src/plugins/whatsapp/contracts/web-session';
import { ACCESS_TOKEN, APP_SECRET, BUSINESS_ACCOUNT_ID, PHONE_NUMBER_ID } from '../support/fixtures';

export const BRIDGE_SECRET = 'bridge-secret-of-the-tests-0123456789';
export const WEBHOOK_KEY = 'tenant-a-key';
export const VERIFY_TOKEN = 'verify-token-of-tenant-a';
export const CHANNEL_ID = 'channel-a';
export const OTHER_APP_SECRET = 'ffffffffffffffffffffffffffffffff';

export const sampleConfiguration = (): BridgeConfiguration => ({
  webhooks: [
    {
      key: WEBHOOK_KEY,
      verifyToken: VERIFY_TOKEN,
      apps: [
        { fingerprint: 'app-1', secret: APP_SECRET },
        { fingerprint: 'app-2', secret: OTHER_APP_SECRET },
      ],
    },
  ],
  channels: [
    {
      channelId: CHANNEL_ID,
      kind: 'cloud',
      phoneNumberId: PHONE_NUMBER_ID,
      businessAccountId: BUSINESS_ACCOUNT_ID,
      accessToken: ACCESS_TOKEN,
      appSecret: APP_SECRET,
    },
  ],
});

type TakeBatch = (deliveries: Delivery[], reply: FastifyReply) => unknown;

export const commitAll: TakeBatch = (deliveries) => ({
  receipts: deliveries.map(({ deliveryId }) => ({ deliveryId, outcome: 'committed' })),
});

export interface PluginStandin {
  url: string;
  /** Batches as they came, one array of deliveries each. */
  batches: Delivery[][];
  pulls(): number;
  /** How batches are taken from now on. */
  take(how: TakeBatch): void;
  /** What the configuration is from now on; a function may also fail. */
  configure(how: (reply: FastifyReply) => unknown): void;
  setHealthy(isHealthy: boolean): void;
  /** Heartbeats as they came. */
  heartbeats: BridgeHeartbeat[];
  /** What heartbeats are answered from now on. */
  lease(how: (heartbeat: BridgeHeartbeat, reply: FastifyReply) => unknown): void;
  close(): Promise<void>;
}

/** The plugin's side of the bridge: checks every signature by itself, and every body against the contract. */
export const startPluginStandin = async (port = 0): Promise<PluginStandin> => {
  const app = fastify({ forceCloseConnections: true, bodyLimit: 40_000_000 });
  const batches: Delivery[][] = [];
  let pulls = 0;
  let take = commitAll;
  let configure: (reply: FastifyReply) => unknown = () => BridgeConfiguration.parse(sampleConfiguration());
  let isHealthy = true;
  const heartbeats: BridgeHeartbeat[] = [];
  let lease: (heartbeat: BridgeHeartbeat, reply: FastifyReply) => unknown = () => ({
    leaseMs: 120_000,
    sessions: [],
  });

  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('preHandler', async (request, reply) => {
    const [, at = '', digest] =
      /^t=(\d+),v1=([0-9a-f]+)$/.exec(String(request.headers['x-whatsapp-bridge-signature'])) ?? [];
    const hmac = createHmac('sha256', BRIDGE_SECRET).update(`${at}.${request.method}.${request.url}.`);
    hmac.update(Buffer.isBuffer(request.body) ? request.body : '');
    const isSigned = hmac.digest('hex') === digest && Math.abs(Date.now() - Number(at)) < 300_000;
    return isSigned ? undefined : reply.code(401).send();
  });
  app.get('/api/whatsapp/bridge/configuration', async (_request, reply) => {
    pulls += 1;
    return configure(reply);
  });
  app.get('/api/whatsapp/bridge/health', async (_request, reply) =>
    reply.code(isHealthy ? 200 : 503).send({ ok: isHealthy }),
  );
  app.post('/api/whatsapp/bridge/deliveries', async (request, reply) => {
    const { deliveries } = DeliveryBatch.parse(JSON.parse((request.body as Buffer).toString('utf8')));
    batches.push(deliveries);
    return take(deliveries, reply);
  });

  app.post('/api/whatsapp/bridge/heartbeat', async (request, reply) => {
    const heartbeat = BridgeHeartbeat.parse(JSON.parse((request.body as Buffer).toString('utf8')));
    heartbeats.push(heartbeat);
    return lease(heartbeat, reply);
  });

  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    url,
    batches,
    pulls: () => pulls,
    take: (how) => void (take = how),
    configure: (how) => void (configure = how),
    heartbeats,
    lease: (how) => void (lease = how),
    setHealthy: (healthy) => void (isHealthy = healthy),
    close: () => app.close(),
  };
};
