export interface Asked {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, unknown>;
  /** `body.error`, for the refusals. */
  error: {
    message?: string;
    code?: number;
    error_subcode?: number;
    type?: string;
    error_data?: { details?: string };
  };
}

export interface Question {
  token?: string;
  json?: unknown;
  form?: Record<string, string>;
  raw?: string;
  headers?: Record<string, string>;
}

const bodyOf = ({ json, form, raw }: Question): { type: string; body: string } | null => {
  if (json !== undefined) return { type: 'application/json', body: JSON.stringify(json) };
  if (form) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() };
  return raw === undefined ? null : { type: 'application/json', body: raw };
};

/** One request as any HTTP client would make it. */
export const ask = async (
  url: string,
  method: string,
  path: string,
  question: Question = {},
): Promise<Asked> => {
  const content = bodyOf(question);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(question.token === undefined ? {} : { authorization: `Bearer ${question.token}` }),
      ...(content ? { 'content-type': content.type } : {}),
      ...question.headers,
    },
    ...(content ? { body: content.body } : {}),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const body = (isJson ? JSON.parse(text) : {}) as Asked['body'];
  return { status: response.status, headers: response.headers, text, body, error: body['error'] ?? {} };
};
