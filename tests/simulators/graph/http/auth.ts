import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Scope } from '../state/entities';
import type { Registry } from '../state/registry';
import type { Call, Caller, Json } from './call';
import { GraphError, unknownObject } from './graph-error';

/** The credential of a request: header first, then the `access_token` parameter. Null: none. */
export const credentialOf = (authorization: string | undefined, params: Json): string | null => {
  const header = /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '')?.[1];
  const param = params['access_token'];
  return header ?? (typeof param === 'string' && param !== '' ? param : null);
};

const badToken = (message: string, subcode?: number): GraphError =>
  new GraphError({ code: 190, isBare: true, message, ...(subcode === undefined ? {} : { subcode }) });

/** Who this is. Throws Meta's 190 for a credential that is not, or no longer, good. */
export const identify = (registry: Registry, credential: string, now: number): Caller => {
  const [appId, secret] = credential.split('|');
  if (appId !== undefined && secret !== undefined) {
    const app = registry.apps.get(appId);
    if (app?.secret !== secret) throw badToken('Invalid OAuth access token signature.');
    return { kind: 'app', app };
  }
  const token = registry.tokenByValue(credential);
  const app = registry.apps.get(token?.appId ?? '');
  if (!token || !app) throw badToken('Invalid OAuth access token - Cannot parse access token');
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) {
    throw badToken(`Error validating access token: Session has expired on ${token.expiresAt}.`, 463);
  }
  if (!token.valid) {
    throw badToken('Error validating access token: The session has been invalidated.', 460);
  }
  return { kind: 'token', token, app };
};

/** `appsecret_proof` is checked whenever it is there, and missed where the app requires it. */
export const checkSecretProof = (caller: Caller, credential: string, proof: unknown): void => {
  const refusal = (message: string): GraphError =>
    new GraphError({ code: 100, type: 'GraphMethodException', isBare: true, message });
  if (proof === undefined) {
    if (!caller.app.requiresSecretProof || caller.kind === 'app') return;
    throw refusal('API calls from the server require an appsecret_proof argument');
  }
  const right = createHmac('sha256', caller.app.secret).update(credential).digest();
  const given = Buffer.from(typeof proof === 'string' && /^[0-9a-f]{64}$/i.test(proof) ? proof : '', 'hex');
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw refusal('Invalid appsecret_proof provided in the API argument');
  }
};

/** The token must have the permission; the app itself never has one. */
export const requireScope = ({ caller }: Call, scope: Scope): void => {
  if (caller.kind === 'token' && caller.token.scopes.includes(scope)) return;
  throw new GraphError({ code: 10, details: `The permission ${scope} was not granted` });
};

/** The business account must be assigned to the token. Meta answers a reader as if the object did not exist. */
export const requireAsset = ({ caller, method, objectId }: Call, wabaId: string): void => {
  if (caller.kind === 'token' && caller.token.wabaIds.includes(wabaId)) return;
  if (method === 'GET') throw unknownObject(method, objectId);
  throw new GraphError({
    code: 200,
    message:
      'You do not have the necessary permissions required to send messages on behalf of this WhatsApp Business Account.',
  });
};
