import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
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
  /** Opens what the plugin streams. `rejected`: there is no such thing (any more). What comes is not checked yet. */
  open(path: string): Promise<Readable>;
  close(): void;
}

const BASE_PATH = '/api/whatsapp/bridge';
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Shorter than Strapi keeps idle connections, lest a request meets a closing one. */
const IDLE_MS = 4_000;

/** Until the first byte of a file. */
const OPEN_DEADLINE_MS = 20_000;

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

/** The foreign error ends here: it carries what was sent. */
const unreachableError = (error: unknown): WhatsAppError =>
  new WhatsAppError('unreachable', 'The plugin cannot be reached', {
    upstreamCode: axios.isAxiosError(error) ? error.code : undefined,
  });

const goneError = (): WhatsAppError =>
  new WhatsAppError('rejected', 'The file of this message is not there any more', {
    remedy: 'Upload it again and send it in a new message.',
    upstreamCode: 'HTTP 404',
  });

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
        throw unreachableError(error);
      }
    },

    async open(subPath) {
      const path = `${BASE_PATH}${subPath}`;
      const impatience = new AbortController();
      const timer = setTimeout(() => impatience.abort(), OPEN_DEADLINE_MS);
      const signature = signRequest(secret, { method: 'GET', path, body: Buffer.alloc(0) }, clock.now());
      try {
        const { status, data } = await client.get<Readable>(path, {
          headers: { [SIGNATURE_HEADER]: signature, accept: 'application/octet-stream' },
          responseType: 'stream',
          decompress: false,
          maxContentLength: Infinity,
          signal: impatience.signal,
        });
        if (status === 200) return data;
        data.destroy();
        throw status === 404 ? goneError() : errorOf(status);
      } catch (error) {
        if (error instanceof WhatsAppError) throw error;
        throw unreachableError(error);
      } finally {
        clearTimeout(timer);
      }
    },

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
