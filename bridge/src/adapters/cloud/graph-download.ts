import type http from 'node:http';
import type https from 'node:https';
import type { Readable } from 'node:stream';
import axios from 'axios';
import { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Secret } from '../../kit/secret';

/** Until the first byte: afterwards whoever reads says how long is too long. */
const ANSWER_DEADLINE_MS = 20_000;

export interface Download {
  status: number;
  bytes: Readable;
}

/**
 * Opens a file's address, which needs the access token just as Graph does. Fails with a `WhatsAppError` that carries
 * neither the token nor the address: both let anybody read the file.
 */
export type DownloadGraph = (accessToken: Secret, url: string) => Promise<Download>;

/** Where Meta keeps files. The token goes nowhere else, whatever an answer says. */
const META_HOSTS = ['fbsbx.com', 'fbcdn.net', 'whatsapp.net', 'facebook.com'];

export const isFileAddress = (address: string, graphUrl: string): boolean => {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.username || url.password) return false;
  if (url.origin === new URL(graphUrl).origin) return true;
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    META_HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`))
  );
};

interface Line {
  graphUrl: string;
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
}

export const downloadFrom = ({ graphUrl, httpAgent, httpsAgent }: Line): DownloadGraph => {
  const client = axios.create({
    httpAgent,
    httpsAgent,
    // A proxy taken from the environment would see the token, and a redirect could lead it anywhere.
    proxy: false,
    maxRedirects: 0,
    decompress: false,
    responseType: 'stream',
    validateStatus: () => true,
    headers: { 'user-agent': 'whatsapp-bridge', accept: '*/*' },
  });

  return async (accessToken, url) => {
    if (!isFileAddress(url, graphUrl)) {
      throw new WhatsAppError('rejected', 'WhatsApp keeps this file at an address that is not its own');
    }
    const impatience = new AbortController();
    const timer = setTimeout(() => impatience.abort(), ANSWER_DEADLINE_MS);
    try {
      const { status, data } = await client.get<Readable>(url, {
        headers: { authorization: `Bearer ${accessToken.reveal()}` },
        signal: impatience.signal,
      });
      return { status, bytes: data };
    } catch (error) {
      // The AxiosError ends here: only its code goes on.
      const upstreamCode = axios.isAxiosError(error) ? error.code : undefined;
      throw new WhatsAppError('unreachable', 'WhatsApp does not hand out this file at the moment', {
        upstreamCode,
      });
    } finally {
      clearTimeout(timer);
    }
  };
};
