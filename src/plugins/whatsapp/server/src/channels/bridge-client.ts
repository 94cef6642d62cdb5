import http from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import axios, { isAxiosError, type AxiosResponse } from 'axios';
import type { Core } from '@strapi/strapi';
import type { CheckCommand, ParseCommand, SendCommand, StageFile } from '../../../contracts/bridge';
import {
  BridgeFailure,
  BridgeState,
  CheckReport,
  MEDIA_HEADERS,
  ParsedChanges,
  SendReceipt,
  StagedFile,
} from '../../../contracts/bridge';
import { WhatsAppError, type ErrorKind } from '../../../contracts/errors';
import { SIGNATURE_HEADER } from '../../../contracts/signature';
import { TRACEPARENT_HEADER } from '../../../contracts/trace';
import {
  CurrentCode,
  SessionCode,
  type MarkRead,
  type PairByNumber,
  type TellTyping,
} from '../../../contracts/web-session';
import { clock } from '../kit/clock';
import { unlessIdle } from '../kit/idle';
import { signRequest } from '../kit/signature';
import { traceHeader } from '../kit/trace';
import type { PluginConfig } from '../config';

/** Longer than the bridge gives Graph (20 s): what the bridge knows is better than our own impatience. */
const SEND_TIMEOUT_MS = 30_000;
/** A page of WhatsApp Web takes its time for a large file. */
const SEND_FILE_TIMEOUT_MS = 120_000;
/** Longer than the bridge gives the whole way of a file (240 s). */
const STAGE_TIMEOUT_MS = 270_000;
const CHECK_TIMEOUT_MS = 60_000;
const PARSE_TIMEOUT_MS = 20_000;
const REFRESH_TIMEOUT_MS = 10_000;
const STATE_TIMEOUT_MS = 4_000;
const CODE_TIMEOUT_MS = 5_000;
const READ_TIMEOUT_MS = 15_000;
/** WhatsApp makes the code while somebody waits for it. */
const PAIRING_TIMEOUT_MS = 30_000;
/** Until the first byte: the bridge asks WhatsApp up to four times before that. */
const MEDIA_ANSWER_TIMEOUT_MS = 90_000;
const MEDIA_IDLE_MS = 45_000;

/**
 * An idle connection is given up long before the bridge does it, also before one that stops does (`LINGER_MS` there): a
 * request that meets a closing connection would look like an answer lost on the way.
 */
const IDLE_MS = 500;
const AGENTS = {
  httpAgent: new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
  httpsAgent: new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
};

/** Nothing was handed over: the connection never came about. Everything else may have reached the bridge. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
]);

/** The file of a message, on its way. Its bytes fail with a `WhatsAppError` when they do not come to their end. */
export interface IncomingMedia {
  bytes: AsyncIterable<Buffer>;
  /** What WhatsApp says of them, in lower-case hex; null when it said nothing. */
  sha256: string | null;
}

const parseJson = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined; // a page of some proxy: the status decides
  }
};

/** A refusal of the bridge as our error; `otherwise` is what an answer means that is not the bridge's own. */
const refusalOf = (status: number, body: unknown, otherwise: ErrorKind): WhatsAppError => {
  const failure = BridgeFailure.safeParse(body);
  if (failure.success) return WhatsAppError.fromReport(failure.data.error);
  return status === 401
    ? new WhatsAppError('internal', 'The bridge does not accept our signature')
    : new WhatsAppError(otherwise, `The bridge answered ${status}`);
};

async function* wholeOrFail(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (cause) {
    throw new WhatsAppError('unreachable', 'The file did not arrive whole', { cause });
  }
}

/**
 * A bridge as the plugin sees it: the configured one, or the one at an address that a bridge has told. Fails only with
 * `WhatsAppError`; never repeats a request by itself.
 */
export const createBridgeClient = (strapi: Core.Strapi, toldUrl?: string) => {
  const settings = (): Pick<PluginConfig, 'bridgeUrl' | 'bridgeSecret'> => {
    const { bridgeUrl, bridgeSecret } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    return { bridgeUrl: toldUrl ?? bridgeUrl, bridgeSecret };
  };

  const post = async (
    path: string,
    command: unknown,
    { timeoutMs, trace, signal }: { timeoutMs: number; trace?: string; signal?: AbortSignal },
  ): Promise<unknown> => {
    const { bridgeUrl, bridgeSecret } = settings();
    const body = JSON.stringify(command);
    const url = new URL(path, bridgeUrl);

    let response: AxiosResponse<unknown>;
    try {
      response = await axios.post(url.href, body, {
        headers: {
          'content-type': 'application/json',
          ...(trace ? { [TRACEPARENT_HEADER]: traceHeader(trace) } : {}),
          [SIGNATURE_HEADER]: signRequest(
            { secret: bridgeSecret, method: 'POST', path: url.pathname + url.search, body },
            clock.now().getTime(),
          ),
        },
        ...AGENTS,
        timeout: timeoutMs,
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs + 1_000), ...(signal ? [signal] : [])]),
        maxRedirects: 0,
        proxy: false,
        validateStatus: () => true,
        transformRequest: (data: unknown) => data,
      });
    } catch (error) {
      const code = isAxiosError(error) ? error.code : undefined;
      throw NOT_CONNECTED.has(code ?? '')
        ? new WhatsAppError('unreachable', 'The WhatsApp bridge does not answer', { upstreamCode: code })
        : new WhatsAppError('unknown-outcome', 'The connection to the WhatsApp bridge was lost', {
            upstreamCode: code,
          });
    }

    if (response.status >= 200 && response.status < 300) return response.data;
    throw refusalOf(response.status, response.data, 'unknown-outcome');
  };

  /** A question changes nothing: whatever goes wrong with it, it may be asked again. */
  const openStream = async (path: string, signal: AbortSignal): Promise<AxiosResponse<Readable>> => {
    const { bridgeUrl, bridgeSecret } = settings();
    const url = new URL(path, bridgeUrl);
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), MEDIA_ANSWER_TIMEOUT_MS);
    const signed = { secret: bridgeSecret, method: 'GET', path: url.pathname + url.search, body: '' };
    try {
      return await axios.get<Readable>(url.href, {
        headers: { connection: 'close', [SIGNATURE_HEADER]: signRequest(signed, clock.now().getTime()) },
        signal: AbortSignal.any([signal, impatience.signal]),
        responseType: 'stream',
        maxRedirects: 0,
        proxy: false,
        validateStatus: () => true,
      });
    } catch (error) {
      const upstreamCode = isAxiosError(error) ? error.code : undefined;
      throw new WhatsAppError('unreachable', 'The WhatsApp bridge does not answer', { upstreamCode });
    } finally {
      clearTimeout(timer);
    }
  };

  /** A short question, whatever the status of its answer. */
  const get = (path: string, timeoutMs: number): Promise<AxiosResponse<unknown>> => {
    const { bridgeUrl, bridgeSecret } = settings();
    const url = new URL(path, bridgeUrl);
    const signed = { secret: bridgeSecret, method: 'GET', path: url.pathname, body: '' };
    return axios.get<unknown>(url.href, {
      headers: { connection: 'close', [SIGNATURE_HEADER]: signRequest(signed, clock.now().getTime()) },
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      maxRedirects: 0,
      proxy: false,
      validateStatus: () => true,
    });
  };

  return {
    /** Sends once. See the error's kind for what may happen next. `trace` names it in the bridge's log. */
    async send(channelId: string, command: SendCommand, trace: string): Promise<SendReceipt> {
      const path = `/v1/channels/${encodeURIComponent(channelId)}/messages`;
      const timeoutMs = 'file' in command.content ? SEND_FILE_TIMEOUT_MS : SEND_TIMEOUT_MS;
      const answer = await post(path, command, { timeoutMs, trace });
      const receipt = SendReceipt.safeParse(answer);
      if (!receipt.success)
        throw new WhatsAppError('unknown-outcome', 'The bridge gave an answer that we do not understand');
      return receipt.data;
    },

    /** Brings a file to where a send finds it. Sends nothing: no answer is `unreachable`, and it may be tried again. */
    async stageFile(channelId: string, command: StageFile, signal: AbortSignal): Promise<StagedFile> {
      const path = `/v1/channels/${encodeURIComponent(channelId)}/files`;
      try {
        return StagedFile.parse(await post(path, command, { timeoutMs: STAGE_TIMEOUT_MS, signal }));
      } catch (error) {
        if (error instanceof WhatsAppError && error.kind !== 'unknown-outcome') throw error;
        throw new WhatsAppError('unreachable', 'The file did not get to WhatsApp', { cause: error });
      }
    },

    async check(command: CheckCommand): Promise<CheckReport> {
      return CheckReport.parse(await post('/v1/check', command, { timeoutMs: CHECK_TIMEOUT_MS }));
    },

    /** Reads again what came before, by the adapter as it is today. Changes nothing: may be asked again at any time. */
    async parse(command: ParseCommand): Promise<ParsedChanges> {
      return ParsedChanges.parse(await post('/v1/parse', command, { timeoutMs: PARSE_TIMEOUT_MS }));
    },

    /** The file of a message, streamed. Only an error that is final (`rejected`, `invalid`) makes asking again useless. */
    async fetchMedia(
      channelId: string,
      mediaId: string,
      { signal, maxBytes }: { signal: AbortSignal; maxBytes?: number },
    ): Promise<IncomingMedia> {
      const file = `/v1/channels/${encodeURIComponent(channelId)}/media/${encodeURIComponent(mediaId)}`;
      const path = maxBytes === undefined ? file : `${file}?maxBytes=${maxBytes}`;
      const { status, data, headers } = await openStream(path, signal);
      const bytes = wholeOrFail(unlessIdle(data, MEDIA_IDLE_MS));
      if (status !== 200) throw refusalOf(status, parseJson(await text(bytes)), 'unreachable');
      const sha256: unknown = headers[MEDIA_HEADERS.sha256];
      return { bytes, sha256: typeof sha256 === 'string' ? sha256 : null };
    },

    /** How the bridge is; null when it does not say so. Never fails: no answer is an answer, too. */
    async state(): Promise<BridgeState | null> {
      try {
        return BridgeState.parse((await get('/v1/state', STATE_TIMEOUT_MS)).data);
      } catch {
        return null; // why does not matter here: whoever sends is told
      }
    },

    /** What the phone shall scan now; null while there is nothing to scan. Not to be kept nor logged. */
    async sessionCode(channelId: string): Promise<SessionCode | null> {
      const path = `/v1/sessions/${encodeURIComponent(channelId)}/code`;
      const { status, data } = await get(path, CODE_TIMEOUT_MS).catch((error: unknown) => {
        const upstreamCode = isAxiosError(error) ? error.code : undefined;
        throw new WhatsAppError('unreachable', 'The WhatsApp bridge does not answer', { upstreamCode });
      });
      if (status !== 200) throw refusalOf(status, data, 'unreachable');
      return CurrentCode.parse(data).code;
    },

    /** Asks WhatsApp for a code to type into the phone with this number. */
    async pairByNumber(channelId: string, command: PairByNumber): Promise<SessionCode> {
      const path = `/v1/sessions/${encodeURIComponent(channelId)}/pairing-code`;
      return SessionCode.parse(await post(path, command, { timeoutMs: PAIRING_TIMEOUT_MS }));
    },

    /** The customer may know that somebody has seen the chat. */
    async markRead(channelId: string, command: MarkRead): Promise<void> {
      await post(`/v1/sessions/${encodeURIComponent(channelId)}/read`, command, {
        timeoutMs: READ_TIMEOUT_MS,
      });
    },

    /** The customer may know that somebody writes. */
    async setTyping(channelId: string, command: TellTyping): Promise<void> {
      await post(`/v1/sessions/${encodeURIComponent(channelId)}/typing`, command, {
        timeoutMs: READ_TIMEOUT_MS,
      });
    },

    /** Lets the bridge fetch its configuration at once. It does so by itself every minute, too. */
    async refresh(): Promise<void> {
      await post('/v1/refresh', {}, { timeoutMs: REFRESH_TIMEOUT_MS });
    },
  };
};

export type BridgeClient = ReturnType<typeof createBridgeClient>;
