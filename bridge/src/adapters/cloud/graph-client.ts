import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosInstance } from 'axios';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import { hmacHex } from '../../kit/hmac';
import { maskSecrets } from '../../kit/mask';
import type { Secret } from '../../kit/secret';
import { downloadFrom, type DownloadGraph } from './graph-download';
import { errorOfAnswer, errorOfSilence, unreadableAnswer, type GraphAnswer } from './graph-fault';

export interface GraphCredentials {
  accessToken: Secret;
  appSecret: Secret;
}

export interface GraphRequest {
  method: 'GET' | 'POST';
  /** Without version and leading slash: `123456/messages`. */
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** Instead of a body: a form with a file in it, streamed. */
  form?: { contentType: string; sizeBytes: number; bytes: Readable; deadlineMs: number };
}

/** Calls Graph once. Fails with a `WhatsAppError` that carries neither the token nor the foreign error. */
export type CallGraph = (credentials: GraphCredentials, request: GraphRequest) => Promise<unknown>;

export interface GraphClient {
  call: CallGraph;
  download: DownloadGraph;
  /** Closes idle connections. */
  close(): void;
}

export interface GraphClientOptions {
  baseUrl: string;
  version: string;
  /** For one request as a whole, connecting included. */
  deadlineMs?: number;
}

const DEADLINE_MS = 20_000;
const MAX_ANSWER_BYTES = 5_000_000;
/** An idle connection is given up before Meta does it, lest a request meets a closing one. */
const IDLE_MS = 4_000;

/**
 * Like `http.request`, and notes when the connection stood: before that, nothing can have been written.
 * An axios error alone does not tell whether a reset or a timeout came before or after.
 */
const watchedTransport = (transport: typeof http | typeof https, onHandedOver: () => void) => ({
  request(
    options: http.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest {
    const request = transport.request(options, onResponse);
    request.once('socket', (socket) => {
      if (request.reusedSocket) onHandedOver();
      else socket.once(transport === https ? 'secureConnect' : 'connect', onHandedOver);
    });
    return request;
  },
});

const headersOf = (form: GraphRequest['form']): Record<string, string | number> =>
  form ? { 'content-type': form.contentType, 'content-length': form.sizeBytes } : {};

const parseJson = (text: unknown): unknown => {
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not JSON: the caller decides by the HTTP status
  }
};

/** Meta repeats a malformed token in its error message, and the proof is as good as the secret for this token. */
const withoutSecrets = (error: WhatsAppError, secrets: string[]): WhatsAppError => {
  const { kind, message, remedy, upstreamCode, retryAfterMs, cause } = error;
  return new WhatsAppError(kind, maskSecrets(message, secrets), {
    remedy,
    upstreamCode,
    retryAfterMs,
    cause: cause instanceof Error ? new Error(maskSecrets(cause.message, secrets)) : undefined,
  });
};

export const createGraphClient = ({
  baseUrl,
  version,
  deadlineMs = DEADLINE_MS,
}: GraphClientOptions): GraphClient => {
  const httpAgent = new http.Agent({ keepAlive: true, timeout: IDLE_MS });
  const httpsAgent = new https.Agent({ keepAlive: true, timeout: IDLE_MS });
  const transport = baseUrl.startsWith('https:') ? https : http;
  const client: AxiosInstance = axios.create({
    baseURL: `${baseUrl}/${version}/`,
    httpAgent,
    httpsAgent,
    // A proxy taken from the environment would see the token.
    proxy: false,
    maxRedirects: 0,
    maxContentLength: MAX_ANSWER_BYTES,
    responseType: 'text',
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
    headers: { 'user-agent': 'whatsapp-bridge', accept: 'application/json' },
  });

  const exchange = async (
    { accessToken, appSecret }: GraphCredentials,
    request: GraphRequest,
  ): Promise<GraphAnswer> => {
    const { form, body } = request;
    const withinMs = form?.deadlineMs ?? deadlineMs;
    let wasHandedOver = false;
    try {
      const response = await client.request<unknown>({
        method: request.method,
        url: request.path,
        // Required by apps that "require the app secret", and checked by every other: a wrong secret shows at once.
        params: { ...request.query, appsecret_proof: hmacHex(appSecret, accessToken.reveal()) },
        data: form?.bytes ?? body,
        headers: { authorization: `Bearer ${accessToken.reveal()}`, ...headersOf(form) },
        timeout: withinMs,
        signal: AbortSignal.timeout(withinMs),
        maxBodyLength: Infinity,
        transport: watchedTransport(transport, () => {
          wasHandedOver = true;
        }),
      });
      return { status: response.status, body: parseJson(response.data), headers: { ...response.headers } };
    } catch (error) {
      // The AxiosError ends here: only its code goes on.
      throw errorOfSilence(axios.isAxiosError(error) ? error.code : undefined, wasHandedOver);
    }
  };

  return {
    async call(credentials, request) {
      const answer = await exchange(credentials, request);
      const isSuccess = answer.status >= 200 && answer.status < 300;
      const body = typeof answer.body === 'object' ? answer.body : null;
      if (isSuccess && body && !('error' in body)) return body;
      const error = isSuccess && !body ? unreadableAnswer(answer.status) : errorOfAnswer(answer);
      throw withoutSecrets(error, [credentials.accessToken.reveal(), credentials.appSecret.reveal()]);
    },

    download: downloadFrom({ graphUrl: baseUrl, httpAgent, httpsAgent }),

    close() {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
