import type { Check } from '../../../../src/plugins/whatsapp/contracts/channel';
import type { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Asked, TokenFact } from './check-facts';
import { explain, failedWith } from './check-wording';

const SOON_MS = 7 * 24 * 60 * 60_000;
const SCOPES = ['whatsapp_business_messaging', 'whatsapp_business_management'];
const NEW_TOKEN =
  'Create a permanent token for a system user in Meta Business settings, with both WhatsApp permissions, and paste it here.';

const dayOf = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 10);

const isUsableTime = (seconds: number | undefined): seconds is number =>
  seconds !== undefined && seconds > 0 && seconds < 8.64e12;

/**
 * Is the token alive, and does the secret belong to its app? A token that may not be looked into can still be a
 * good one (Meta lets only admins of the app inspect it), so that alone does not keep a channel from being saved.
 */
export const checkToken = (
  asked: Asked<TokenFact>,
  credentialFault: WhatsAppError | undefined,
  now: number,
): Check => {
  if (credentialFault) return failedWith('token', credentialFault, NEW_TOKEN);
  if (!asked.ok) {
    if (asked.error.kind === 'rejected' || asked.error.kind === 'session-lost') {
      return {
        id: 'token',
        result: 'warning',
        message: `Meta does not let this token be inspected: ${explain(asked.error)}`,
        remedy:
          'Use a system user that has a role in the app, so that the expiry of the token can be watched.',
      };
    }
    return failedWith('token', asked.error, NEW_TOKEN);
  }
  const { is_valid, error, expires_at, data_access_expires_at, application } = asked.fact;
  if (!is_valid) {
    const reason = error?.message ? `: ${error.message}` : '';
    return {
      id: 'token',
      result: 'failed',
      message: `Meta says that the token is not valid${reason}`,
      remedy: NEW_TOKEN,
    };
  }
  const ends = [expires_at, data_access_expires_at].filter(isUsableTime);
  const end = Math.min(...ends);
  if (ends.length > 0 && end * 1_000 <= now) {
    return {
      id: 'token',
      result: 'failed',
      message: `The token expired on ${dayOf(end)}`,
      remedy: NEW_TOKEN,
    };
  }
  if (ends.length > 0 && end * 1_000 - now < SOON_MS) {
    return {
      id: 'token',
      result: 'warning',
      message: `The token expires on ${dayOf(end)}`,
      remedy: NEW_TOKEN,
    };
  }
  const until = ends.length > 0 ? `until ${dayOf(end)}` : 'without end';
  return {
    id: 'token',
    result: 'passed',
    message: `The token is valid ${until}${application ? ` (app "${application}")` : ''}, and the app secret belongs to it`,
  };
};

/** Both permissions are needed: one sends and receives, the other reads the number and its templates. */
export const checkPermissions = (asked: Asked<TokenFact>, businessAccountId: string): Check => {
  if (!asked.ok) {
    return { id: 'permissions', result: 'skipped', message: 'Not checked: the token could not be inspected' };
  }
  const { scopes, granular_scopes } = asked.fact;
  const granted = new Set([...scopes, ...granular_scopes.map((granular) => granular.scope)]);
  const missing = SCOPES.filter((scope) => !granted.has(scope));
  if (missing.length > 0) {
    return {
      id: 'permissions',
      result: 'failed',
      message: `The token lacks ${missing.join(' and ')}`,
      remedy: 'Create the token again and tick both WhatsApp permissions.',
    };
  }
  const elsewhere = granular_scopes.some(
    ({ scope, target_ids }) =>
      SCOPES.includes(scope) &&
      target_ids &&
      target_ids.length > 0 &&
      !target_ids.includes(businessAccountId),
  );
  if (elsewhere) {
    return {
      id: 'permissions',
      result: 'warning',
      message:
        'The token has both permissions, but Meta lists other business accounts for them than this one',
      remedy: 'Assign this WhatsApp account to the system user, or check the business account ID.',
    };
  }
  return { id: 'permissions', result: 'passed', message: 'The token may send, receive and read the account' };
};
