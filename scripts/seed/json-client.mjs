/** An answer that is not 2xx, with what the other side said. */
export class HttpFailure extends Error {
  constructor(method, url, status, body) {
    super(`${method} ${url} answered ${status}: ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

const REQUEST_DEADLINE_MS = 30_000;

const parse = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** JSON over HTTP: `get` and friends resolve to the parsed body of a 2xx answer and throw `HttpFailure` for any other. */
export const createJsonClient = (baseUrl, { token } = {}) => {
  const request = async (method, path, body) => {
    const response = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_DEADLINE_MS),
    });
    const answer = parse(await response.text());
    if (!response.ok) throw new HttpFailure(method, path, response.status, answer);
    return answer;
  };
  return {
    get: (path) => request('GET', path),
    post: (path, body) => request('POST', path, body),
    put: (path, body) => request('PUT', path, body),
    as: (otherToken) => createJsonClient(baseUrl, { token: otherToken }),
  };
};
