import axios, { isAxiosError, type AxiosResponse } from 'axios';
import type { Core } from '@strapi/strapi';
import type { CheckCommand, SendCommand } from '../../../contracts/bridge';
import { BridgeFailure, CheckReport, SendReceipt } from '../../../contracts/bridge';
import { WhatsAppError } from '../../../contracts/errors';
import { SIGNATURE_HEADER } from '../../../contracts/signature';
import { clock } from '../kit/clock';
import { signRequest } from '../kit/signature';
import type { PluginConfig } from '../config';

/** Longer than the bridge gives Graph (20 s): what the bridge knows is better than our own impatience. */
const SEND_TIMEOUT_MS = 30_000;
const CHECK_TIMEOUT_MS = 60_000;
const REFRESH_TIMEOUT_MS = 10_000;

/** Nothing was handed over: the connection never came about. Everything else may have reached the bridge. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_INVALID_URL',
]);

/** The bridge as the plugin sees it. Fails only with `WhatsAppError`; never repeats a request by itself. */
export const createBridgeClient = (strapi: Core.Strapi) => {
  const post = async (path: string, command: unknown, timeoutMs: number): Promise<unknown> => {
    const { bridgeUrl, bridgeSecret } = strapi.config.get<PluginConfig>('plugin::whatsapp');
    const body = JSON.stringify(command);
    const url = new URL(path, bridgeUrl);

    let response: AxiosResponse<unknown>;
    try {
      response = await axios.post(url.href, body, {
        headers: {
          'content-type': 'application/json',
          // A kept connection that the other side is just closing would look like an answer lost on the way.
          connection: 'close',
          [SIGNATURE_HEADER]: signRequest(
            { secret: bridgeSecret, method: 'POST', path: url.pathname + url.search, body },
            clock.now().getTime(),
          ),
        },
        timeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs + 1_000),
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
    const failure = BridgeFailure.safeParse(response.data);
    if (failure.success) throw WhatsAppError.fromReport(failure.data.error);
    if (response.status === 401)
      throw new WhatsAppError('internal', 'The bridge does not accept our signature');
    throw new WhatsAppError('unknown-outcome', `The bridge answered ${response.status}`);
  };

  return {
    /** Sends once. See the error's kind for what may happen next. */
    async send(channelId: string, command: SendCommand): Promise<SendReceipt> {
      const path = `/v1/channels/${encodeURIComponent(channelId)}/messages`;
      const receipt = SendReceipt.safeParse(await post(path, command, SEND_TIMEOUT_MS));
      if (!receipt.success)
        throw new WhatsAppError('unknown-outcome', 'The bridge gave an answer that we do not understand');
      return receipt.data;
    },

    async check(command: CheckCommand): Promise<CheckReport> {
      return CheckReport.parse(await post('/v1/check', command, CHECK_TIMEOUT_MS));
    },

    /** Lets the bridge fetch its configuration at once. It does so by itself every minute, too. */
    async refresh(): Promise<void> {
      await post('/v1/refresh', {}, REFRESH_TIMEOUT_MS);
    },
  };
};

export type BridgeClient = ReturnType<typeof createBridgeClient>;
