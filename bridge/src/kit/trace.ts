import { randomBytes } from 'node:crypto';
import { traceIdOf, traceparentOf } from '../../../src/plugins/whatsapp/contracts/trace';

/** The trace of a request, or a new one where it brought none. */
export const traceOf = (header: unknown): string => traceIdOf(header) ?? randomBytes(16).toString('hex');

/** How a trace goes on to the plugin. */
export const traceHeader = (trace: string): string => traceparentOf(trace, randomBytes(8).toString('hex'));
