import http from 'node:http';
import https from 'node:https';
import axios from 'axios';
import { SIGNATURE_HEADER } from '../../../src/plugins/whatsapp/contracts/signature';
import { WhatsAppError } from '../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../kit/clock';
import type { Secret } from '../kit/secret';
import { signRequest } from '../kit/signature';

export interface PluginRequest {
  method: 'GET' | 'POST';
  /** Below the plugin's content API: `/deliveries`. */
  path: string;
  body?: Buffer;
  deadlineMs: number;
}

/**
 * The plugin in Strapi. Every request is signed. Fails with a `WhatsAppError`: `unreachable` (no answer or a fault of
 * its own), `session-lost` (the two do not share a secret) or `invalid` (it understood and refused).
 */
export interface PluginClient {
  request(request: PluginRequest): Promise<unknown>;
  close(): void;
}

const BASE_PATH = '/api/whatsapp/bridge';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Shorter than Strapi keeps idle connections, lest a request meets a closing one. */
const IDLE_MS = 4_000;

const REFUSALS = new Set([400, 413, 415, 422]);

const errorOf = (status: number): WhatsAppError => {
  const upstreamCode = `HTTP ${status}`;
  if (status === 401 || status === 403) {
    return new WhatsAppError('session-lost', 'The plugin does not accept the signature of the bridge', {
      upstreamCode,
      remedy: 'Give both the same WHATSAPP_BRIDGE_SECRET, and check that their clocks agree.',
    });
  }
  return REFUSALS.has(status)
    ? new WhatsAppError('invalid', 'The plugin refused the request', { upstreamCode })
    : new WhatsAppError('unreachable', 'The plugin cannot answer at the moment', { upstreamCode });
};

export const createPluginClient = (options: {
  baseUrl: string;
  secret: Secret;
  clock: Clock;
}): PluginClient => {
  const { baseUrl, secret, clock } = options;
  const httpAgent = new http.Agent({ keepAlive: true, timeout: IDLE_MS });
  const httpsAgent = new https.Agent({ keepAlive: true, timeout: IDLE_MS });
  const client = axios.create({
    baseURL: baseUrl,
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: Infinity,
    validateStatus: () => true,
    headers: { 'user-agent': 'whatsapp-bridge', accept: 'application/json' },
  });

  return {
    async request({ method, path: subPath, body = Buffer.alloc(0), deadlineMs }) {
      const path = `${BASE_PATH}${subPath}`;
      const isGet = method === 'GET';
      try {
        const response = await client.request<unknown>({
          method,
          url: path,
          data: isGet ? undefined : body,
          headers: {
            [SIGNATURE_HEADER]: signRequest(secret, { method, path, body }, clock.now()),
            ...(isGet ? {} : { 'content-type': 'application/octet-stream' }),
          },
          timeout: deadlineMs,
          signal: AbortSignal.timeout(deadlineMs),
        });
        if (response.status >= 200 && response.status < 300) return response.data;
        throw errorOf(response.status);
      } catch (error) {
        if (error instanceof WhatsAppError) throw error;
        // The foreign error ends here: it carries what was sent.
        const upstreamCode = axios.isAxiosError(error) ? error.code : undefined;
        throw new WhatsAppError('unreachable', 'The plugin cannot be reached', { upstreamCode });
      }
    },

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
