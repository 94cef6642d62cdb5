import type { Check } from '../../../../src/plugins/whatsapp/contracts/channel';
import type { AccountNumber, Asked, NumberFact } from './check-facts';
import { explain, failedWith } from './check-wording';

const STATUS_REMEDIES: Record<string, string> = {
  PENDING: 'Finish the registration of the number in WhatsApp Manager.',
  UNVERIFIED: 'Verify the number in WhatsApp Manager.',
  DISCONNECTED: 'Register the number on the Cloud API in WhatsApp Manager.',
  MIGRATED: 'The number has moved to another account: use the ids from there.',
  DELETED: 'The number was deleted: choose another one.',
  BANNED: 'See Business Support Home in Meta Business settings.',
  RESTRICTED: 'See the account quality page in Meta Business settings.',
  FLAGGED: 'See the account quality page in Meta Business settings.',
  RATE_LIMITED: 'Wait until Meta lifts the limit.',
};

/** The number exists, and Meta calls it connected: in any other state it neither sends nor receives. */
export const checkNumber = (asked: Asked<NumberFact>): Check => {
  const remedy = 'Copy the phone number ID (not the number itself) from WhatsApp Manager, API setup.';
  if (!asked.ok) return failedWith('number', asked.error, remedy);
  const { display_phone_number, verified_name, status, quality_rating } = asked.fact;
  const name = [display_phone_number, verified_name].filter(Boolean).join(', ') || 'the number';
  if (status === undefined) {
    return {
      id: 'number',
      result: 'warning',
      message: `Found ${name}; Meta does not say whether it is connected`,
    };
  }
  if (status !== 'CONNECTED') {
    return {
      id: 'number',
      result: 'failed',
      message: `Found ${name}, but its status is ${status}`,
      remedy: STATUS_REMEDIES[status] ?? 'Look at the number in WhatsApp Manager.',
    };
  }
  if (quality_rating === 'RED') {
    return {
      id: 'number',
      result: 'warning',
      message: `Found ${name}, connected, but of low quality`,
      remedy: 'Many people block or report this number: write less, and only to people who expect it.',
    };
  }
  return { id: 'number', result: 'passed', message: `Found ${name}, connected` };
};

const MAX_NAMED = 5;

/** The number belongs to the account. If not, the ids that do belong to it are the best help there is. */
export const checkAccount = (asked: Asked<AccountNumber[]>, subject: { phoneNumberId: string }): Check => {
  const remedy =
    'Copy the WhatsApp business account ID (not the business portfolio ID) from WhatsApp Manager.';
  if (!asked.ok) return failedWith('account', asked.error, remedy);
  const numbers = asked.fact;
  if (numbers.some((number) => number.id === subject.phoneNumberId)) {
    return { id: 'account', result: 'passed', message: 'The number belongs to this business account' };
  }
  const known = numbers
    .slice(0, MAX_NAMED)
    .map(({ id, displayPhoneNumber }) => (displayPhoneNumber ? `${id} (${displayPhoneNumber})` : id));
  return {
    id: 'account',
    result: 'failed',
    message: 'This phone number ID does not belong to this business account',
    remedy:
      known.length > 0
        ? `The account has: ${known.join(', ')}${numbers.length > MAX_NAMED ? ', …' : ''}.`
        : remedy,
  };
};

/** Without a subscription Meta sends no webhook at all, and says nothing about it. */
export const checkSubscription = (asked: Asked<string[]>, appId: string | undefined): Check => {
  const remedy =
    'Subscribe the app to the account: POST /{business account ID}/subscribed_apps, or save the webhook in the app again.';
  if (!asked.ok) {
    return {
      id: 'subscription',
      result: 'warning',
      message: `Could not be read: ${explain(asked.error)}`,
      remedy,
    };
  }
  if (asked.fact.length === 0) {
    return {
      id: 'subscription',
      result: 'warning',
      message: 'No app is subscribed to this account: no message will arrive',
      remedy,
    };
  }
  if (appId === undefined) {
    return {
      id: 'subscription',
      result: 'warning',
      message: 'An app is subscribed to this account; whether it is this one could not be seen',
      remedy,
    };
  }
  if (!asked.fact.includes(appId)) {
    return {
      id: 'subscription',
      result: 'warning',
      message:
        'Other apps are subscribed to this account, but not the app of this token: no message will arrive',
      remedy,
    };
  }
  return { id: 'subscription', result: 'passed', message: 'The app is subscribed: messages will arrive' };
};

/** Templates are needed to write first; a channel works without. */
export const checkTemplates = (asked: Asked<number>): Check =>
  asked.ok
    ? { id: 'templates', result: 'passed', message: 'The message templates can be read' }
    : {
        id: 'templates',
        result: 'warning',
        message: `The message templates cannot be read: ${explain(asked.error)}`,
        remedy: 'Give the token whatsapp_business_management and the system user access to the account.',
      };
