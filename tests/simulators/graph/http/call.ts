import type { App, Token } from '../state/entities';
import type { AcceptedMessage } from '../state/journals';
import type { World } from '../world';
import type { Form } from './form';

export type Json = Record<string, unknown>;

/** Who calls: a token of somebody, or the app itself (`APP_ID|APP_SECRET`). */
export type Caller = { kind: 'token'; token: Token; app: App } | { kind: 'app'; app: App };

/** One request to the Graph, understood as far as its envelope goes. */
export interface Call {
  world: World;
  method: string;
  /** `v24.0`, or null for a path without one. */
  version: string | null;
  /** First segment: an object's id, or the name of an edge of the root. */
  objectId: string;
  edge: string;
  query: Record<string, string>;
  body: Json;
  /** Of a body that is one. */
  form: Form | null;
  /** Query and body together: the Graph reads a parameter from either. */
  params: Json;
  caller: Caller;
  /** `http://host/v24.0`, for links in answers. */
  baseUrl: string;
  warn(warning: string): void;
}

export interface Answer {
  body: Json;
  /** The message that this call made WhatsApp send; it starts to live once faults have had their turn. */
  accepted?: { message: AcceptedMessage; begin: (failLaterWith: number | null) => void };
}

export type Route = (call: Call) => Answer | Promise<Answer>;
