import http from 'node:http';
import https from 'node:https';

export interface HttpAnswer {
  status: number;
  body: string;
  durationMs: number;
}

export interface HttpClient {
  get(url: string, timeoutMs: number): Promise<HttpAnswer>;
  post(
    url: string,
    request: { body: Buffer; headers: Record<string, string>; timeoutMs: number },
  ): Promise<HttpAnswer>;
  /** Breaks what is in flight: those calls reject. */
  close(): void;
}

/** Meta's side of a webhook: keeps connections, follows no redirect, has a deadline for the whole answer. */
export const createHttpClient = (): HttpClient => {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: 256 }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: 256 }),
  };
  const requests = new Set<http.ClientRequest>();

  const send = (
    method: 'GET' | 'POST',
    url: string,
    { body, headers, timeoutMs }: { body?: Buffer; headers: Record<string, string>; timeoutMs: number },
  ): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const startedAt = Date.now();
      const isSecure = url.startsWith('https:');
      const options = { method, headers, agent: isSecure ? agents['https:'] : agents['http:'] };
      const request = (isSecure ? https : http).request(url, options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks).toString('utf8'),
            durationMs: Date.now() - startedAt,
          }),
        );
      });
      const deadline = setTimeout(
        () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      requests.add(request);
      request.on('error', reject);
      request.on('close', () => {
        clearTimeout(deadline);
        requests.delete(request);
        reject(new Error('the connection was closed without an answer'));
      });
      request.end(body);
    });

  return {
    get: (url, timeoutMs) => send('GET', url, { headers: { accept: '*/*' }, timeoutMs }),
    post: (url, { body, headers, timeoutMs }) =>
      send('POST', url, { body, headers: { ...headers, 'content-length': String(body.length) }, timeoutMs }),
    close: () => {
      requests.forEach((request) => request.destroy(new Error('the simulator was closed')));
      Object.values(agents).forEach((agent) => agent.destroy());
    },
  };
};
