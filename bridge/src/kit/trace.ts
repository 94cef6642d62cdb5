import { randomUUID } from 'node:crypto';
import { traceIdOf, traceparentOf } from '../../../src/plugins/whatsapp/contracts/trace';

/** Node keeps randomness for UUIDs in store: several times cheaper than asking for some each time. */
const newTrace = (): string => randomUUID().replaceAll('-', '');

/** The trace of a request, or a new one where it brought none. */
export const traceOf = (header: unknown): string => traceIdOf(header) ?? newTrace();

/** How a trace goes on to the plugin. */
export const traceHeader = (trace: string): string => traceparentOf(trace, newTrace().slice(0, 16));
