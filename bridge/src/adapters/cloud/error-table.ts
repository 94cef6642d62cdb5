import type { ErrorKind } from '../../../../src/plugins/whatsapp/contracts/errors';

/** What one of Meta's codes means for us: what may happen next, why in words, and what a person can do. */
export interface KnownError {
  kind: Extract<ErrorKind, 'rejected' | 'throttled' | 'session-lost' | 'unknown-outcome'>;
  reason: string;
  remedy?: string;
  retryAfterMs?: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const NEW_TOKEN =
  'Create a new permanent token for the system user in Meta Business settings and save it in the channel.';
const GRANT =
  'Give the system user access to the app and to the WhatsApp account, with whatsapp_business_messaging and whatsapp_business_management.';
const META_STATUS = "Wait for a status report, and look at Meta's status page if this lasts.";
const FIX_PARAMETERS = "Check the template's variables and try again.";

const lost = (reason: string, remedy: string): KnownError => ({ kind: 'session-lost', reason, remedy });
const rejected = (reason: string, remedy?: string): KnownError => ({ kind: 'rejected', reason, remedy });
const throttled = (reason: string, retryAfterMs: number, remedy?: string): KnownError => ({
  kind: 'throttled',
  reason,
  retryAfterMs,
  remedy,
});
const unclear = (reason: string): KnownError => ({ kind: 'unknown-outcome', reason, remedy: META_STATUS });

/**
 * Meta's codes (Cloud API error codes page, 2026). Some arrive as `error_subcode` of code 100.
 * `throttled` and `rejected` mean that Meta certainly did not take the message.
 */
const TABLE = new Map<number, KnownError>([
  [0, lost('WhatsApp does not accept the access token any more', NEW_TOKEN)],
  [10, lost('The access token may not do this', GRANT)],
  [102, lost('The session of the access token has ended', NEW_TOKEN)],
  [104, lost('WhatsApp does not accept the access token together with the app secret', NEW_TOKEN)],
  [190, lost('The access token is invalid or has expired', NEW_TOKEN)],
  [131005, lost('The access token may not use this number', GRANT)],

  [4, throttled('The Meta app has made too many requests', MINUTE)],
  [80007, throttled('The WhatsApp account has made too many requests', MINUTE)],
  [80008, throttled('The WhatsApp account has made too many management requests', MINUTE)],
  [130429, throttled('Too many messages per second from this number', 2 * SECOND)],
  [131056, throttled('Too many messages to this one person in a short time', 6 * SECOND)],
  [131057, throttled('WhatsApp is working on this number for a moment', 45 * SECOND)],

  [1, unclear('WhatsApp had an internal fault')],
  [2, unclear('WhatsApp is overloaded or down at the moment')],
  [131000, unclear('WhatsApp had an internal fault')],
  [131016, unclear('WhatsApp is overloaded or down at the moment')],
  [133004, unclear('WhatsApp is overloaded or down at the moment')],

  [3, rejected('The Meta app lacks the capability for this', GRANT)],
  [
    33,
    rejected('WhatsApp does not know this id, or the token may not see it', 'Check the ids of the channel.'),
  ],
  [100, rejected('WhatsApp did not understand a part of the request')],
  [
    368,
    rejected(
      'The account is blocked for a breach of policy',
      'See the account quality page in Meta Business settings.',
    ),
  ],
  [613, rejected('Too many requests of this kind', 'Wait a little before the next one.')],
  [130403, rejected('This person is blocked by your company', 'Unblock the person first.')],
  [130472, rejected("Not sent: the person takes part in Meta's marketing experiment")],
  [130497, rejected('WhatsApp does not allow your company to write to people in this country')],
  [131008, rejected('A required part of the message is missing')],
  [131009, rejected('A value in the message is not valid')],
  [131020, rejected('The group has no other member')],
  [131021, rejected('The message would go to your own number', 'Choose another recipient.')],
  [
    131026,
    rejected(
      'The message could not be delivered: the number may not be on WhatsApp, or has an old version of it',
      'Check the number, and ask the person to update WhatsApp.',
    ),
  ],
  [
    131030,
    rejected(
      'A test number may only write to people on its list',
      "Add the recipient to the list in Meta's developer console, or use a real number.",
    ),
  ],
  [
    131031,
    rejected('The WhatsApp account is locked', 'See Business Support Home in Meta Business settings.'),
  ],
  [131035, rejected('The message could not be delivered within the retention time')],
  [131036, rejected('The message could not be delivered to one of the devices', 'Send it again.')],
  [
    131037,
    rejected("The number's display name is not approved yet", 'Wait for the approval of the display name.'),
  ],
  [131041, rejected('WhatsApp does not know this group')],
  [
    131042,
    rejected(
      'There is a problem with the payment method',
      'Check the payment settings of the WhatsApp account.',
    ),
  ],
  [
    131044,
    rejected(
      'There is a problem with the payment method',
      'Check the payment settings of the WhatsApp account.',
    ),
  ],
  [131045, rejected('The phone number is not registered', 'Register the number in WhatsApp Manager.')],
  [
    131047,
    rejected(
      "More than 24 hours have passed since the customer's last message",
      'Send an approved template, or wait until the customer writes.',
    ),
  ],
  [
    131048,
    rejected(
      'Sending is limited because people blocked or reported this number',
      'Stop sending for some hours and look at the quality rating.',
    ),
  ],
  [
    131049,
    rejected('WhatsApp held this marketing message back to protect the person', 'Wait at least 24 hours.'),
  ],
  [131050, rejected('The person has stopped marketing messages from your company')],
  [131051, rejected('WhatsApp does not support this type of message')],
  [131052, rejected('The attachment could not be downloaded', 'Ask the person to send it again.')],
  [
    131053,
    rejected('WhatsApp did not accept the attachment', 'Convert the file to a supported format and size.'),
  ],
  [131055, rejected('Only marketing templates may be sent this way')],
  [131060, rejected('The message can only be read in the WhatsApp app', 'Look at it on the phone.')],
  [
    131062,
    rejected(
      'This message needs a phone number, and the person has shared none',
      'Ask for the phone number.',
    ),
  ],
  [131063, rejected('Marketing templates are switched off for this account on the Cloud API')],
  [
    131064,
    rejected(
      'Sending is limited because templates were put into a wrong category',
      'Correct the categories.',
    ),
  ],
  [132000, rejected('The number of variables does not match the template', FIX_PARAMETERS)],
  [
    132001,
    rejected('This template does not exist in this language, or is not approved', 'Choose another template.'),
  ],
  [132005, rejected('The template is too long with these values', 'Shorten the values.')],
  [132007, rejected("The template breaks WhatsApp's rules for its text", 'Edit the template.')],
  [132008, rejected('A value of the template is not valid', FIX_PARAMETERS)],
  [132012, rejected('A value does not have the format that the template needs', FIX_PARAMETERS)],
  [
    132015,
    rejected(
      'The template is paused because of its quality',
      'Edit the template or wait until it is released.',
    ),
  ],
  [132016, rejected('The template is disabled because of its quality', 'Use another template.')],
  [132018, rejected('A value of the template is not valid', FIX_PARAMETERS)],
  [132068, rejected('The form of this template is blocked', 'Correct the flow.')],
  [132069, rejected('The form of this template is limited for the moment', 'Wait an hour.')],
  [133000, rejected('An earlier deregistration of the number failed', 'Deregister the number again.')],
  [133005, rejected('The two-step PIN is wrong', 'Check the PIN.')],
  [133006, rejected('The phone number must be verified again', 'Verify the number in WhatsApp Manager.')],
  [133008, rejected('The PIN was wrong too often', 'Wait, then try again.')],
  [133009, rejected('The PIN was given too fast', 'Wait a moment, then try again.')],
  [
    133010,
    rejected(
      'The phone number is not registered on the Cloud API',
      'Register the number in WhatsApp Manager.',
    ),
  ],
  [133015, rejected('The phone number was deleted a moment ago', 'Wait five minutes.')],
  [133016, rejected('The number was registered too often', 'Wait 72 hours.')],
  [135000, rejected('WhatsApp did not understand a part of the request')],
  [
    137000,
    rejected("The person's WhatsApp identity has changed", 'Confirm with the person that it is really them.'),
  ],
]);

/** 200 to 299 are all "no permission"; everything else stands in the table. */
const lookUp = (code: number | undefined): KnownError | undefined => {
  if (code === undefined) return undefined;
  if (code >= 200 && code <= 299) return lost('The access token lacks a permission', GRANT);
  return TABLE.get(code);
};

/** Codes of the 23xxxxx and 13xxxx families may hide in the subcode of a general 100. */
export const knownErrorOf = ({
  code,
  subcode,
}: {
  code?: number;
  subcode?: number;
}): KnownError | undefined => (code === 100 ? (lookUp(subcode) ?? lookUp(code)) : undefined) ?? lookUp(code);

/** The code that says the most: the one under which the meaning was found. */
export const tellingCode = ({ code, subcode }: { code?: number; subcode?: number }): string | undefined => {
  if (code === 100 && subcode !== undefined && lookUp(subcode)) return String(subcode);
  return code === undefined ? undefined : String(code);
};

export const KNOWN_CODES: readonly number[] = [...TABLE.keys()];
