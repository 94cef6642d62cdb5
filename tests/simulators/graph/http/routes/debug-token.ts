import type { Token } from '../../state/entities';
import type { Call, Json, Route } from '../call';
import { GraphError, missingParameter } from '../graph-error';

const isExpired = ({ expiresAt }: Token, now: number): boolean =>
  expiresAt !== null && Date.parse(expiresAt) <= now;

const report = (call: Call, token: Token): Json => {
  const now = call.world.clock.now();
  const isValid = token.valid && !isExpired(token, now);
  const expiresAt = token.expiresAt === null ? 0 : Math.floor(Date.parse(token.expiresAt) / 1000);
  const error = isExpired(token, now)
    ? { code: 190, message: 'Error validating access token: Session has expired.', subcode: 463 }
    : {
        code: 190,
        message: 'Error validating access token: The session has been invalidated.',
        subcode: 460,
      };
  return {
    app_id: token.appId,
    type: 'SYSTEM_USER',
    application: call.caller.app.name,
    data_access_expires_at: 0,
    expires_at: expiresAt,
    is_valid: isValid,
    issued_at: Math.floor(now / 1000) - 60,
    scopes: token.scopes,
    granular_scopes: token.scopes.map((scope) => ({ scope, target_ids: token.wabaIds })),
    user_id: '100000000000001',
    ...(isValid ? {} : { error }),
  };
};

/** Tells about a token of the caller's own app. */
export const debugToken: Route = (call) => {
  const input = call.params['input_token'];
  if (typeof input !== 'string' || input === '') throw missingParameter('input_token');
  const token = call.world.registry.tokenByValue(input);
  if (!token) {
    const error = { code: 190, message: 'Invalid OAuth access token - Cannot parse access token' };
    return { body: { data: { error, is_valid: false, scopes: [] } } };
  }
  if (token.appId !== call.caller.app.id) {
    throw new GraphError({
      code: 100,
      message:
        '(#100) You must provide an app access token, or a user access token that is an owner or developer of the app',
      isBare: true,
    });
  }
  return { body: { data: report(call, token) } };
};
