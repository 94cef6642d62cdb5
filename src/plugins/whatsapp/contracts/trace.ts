import { z } from 'zod';

/**
 * W3C trace context (https://www.w3.org/TR/trace-context/): `00-<trace id>-<span id>-<flags>`. Only the trace id is used:
 * it names one webhook, or one request to send, in the logs of bridge and plugin, and says nothing about whose it is.
 */
export const TRACEPARENT_HEADER = 'traceparent';

const SHAPE = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-|$)/;

/** As we write it ourselves: version 00, nothing after the flags. */
export const Traceparent = z.string().length(55).regex(SHAPE);

/** The trace id of a header, or null when it is no such thing: whoever got it then begins a trace of their own. */
export const traceIdOf = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.length > 255) return null;
  const isLong = value.length > 55;
  // Later versions may say more after the flags; this one may not.
  if (isLong && value.startsWith('00')) return null;
  return SHAPE.exec(value)?.[1] ?? null;
};

/** How the trace goes on to the other process. */
export const traceparentOf = (trace: string, span: string): string => `00-${trace}-${span}-01`;
