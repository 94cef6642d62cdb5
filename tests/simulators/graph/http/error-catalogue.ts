interface KnownError {
  status: number;
  message: string;
  details?: string;
}

/** Meta's codes with their HTTP status and title, as its page of error codes lists them. Codes not named here are 400. */
export const CATALOGUE: Readonly<Record<number, KnownError>> = {
  0: { status: 401, message: 'AuthException' },
  1: { status: 400, message: 'API Unknown' },
  2: { status: 503, message: 'API Service' },
  3: { status: 500, message: 'API Method' },
  4: { status: 400, message: 'Application request limit reached' },
  10: { status: 403, message: 'Application does not have permission for this action' },
  33: { status: 400, message: 'Parameter value is not valid' },
  100: { status: 400, message: 'Invalid parameter' },
  104: { status: 401, message: 'An access token is required to request this resource.' },
  131000: { status: 500, message: 'Something went wrong' },
  131005: { status: 403, message: 'Access denied' },
  131008: { status: 400, message: 'Required parameter is missing' },
  131009: { status: 400, message: 'Parameter value is not valid' },
  131016: { status: 500, message: 'Service unavailable' },
  131021: {
    status: 400,
    message: 'Recipient cannot be sender',
    details: 'The recipient and the sender are the same number',
  },
  131026: {
    status: 400,
    message: 'Message undeliverable',
    details:
      'Message undeliverable. The recipient may not be on WhatsApp, may use an old version, or may not have accepted the terms.',
  },
  131030: { status: 400, message: 'Recipient phone number not in allowed list' },
  131031: { status: 403, message: 'Account has been locked' },
  131041: { status: 400, message: 'Group is unknown' },
  131042: { status: 400, message: 'Business eligibility payment issue' },
  131045: { status: 500, message: 'Incorrect certificate' },
  131047: {
    status: 400,
    message: 'Re-engagement message',
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  },
  131048: { status: 400, message: 'Spam rate limit hit' },
  131049: {
    status: 400,
    message: 'This message was not delivered to maintain healthy ecosystem engagement.',
    details: 'In order to maintain a healthy ecosystem engagement, the message failed to be delivered.',
  },
  131051: { status: 400, message: 'Unsupported message type' },
  131053: { status: 400, message: 'Media upload error' },
  131056: {
    status: 400,
    message: '(Business Account, Consumer Account) pair rate limit hit',
    details:
      'Message failed to send because there were too many messages from this number to the same recipient in a short time.',
  },
  131057: { status: 500, message: 'Account in maintenance mode' },
  131059: { status: 400, message: 'Invalid or expired pagination cursor' },
  130429: {
    status: 400,
    message: 'Rate limit hit',
    details:
      'Message failed to send because there were too many messages sent from this number in a short time.',
  },
  130472: { status: 400, message: "User's number is part of an experiment" },
  130497: { status: 403, message: 'Business account is restricted from messaging users in this country' },
  132000: { status: 400, message: 'Number of parameters does not match the expected number of params' },
  132001: { status: 404, message: 'Template name does not exist in the translation' },
  133004: { status: 503, message: 'Server is temporarily unavailable' },
  133010: { status: 400, message: 'Account not registered' },
  190: { status: 401, message: 'Invalid OAuth access token.' },
  200: { status: 403, message: 'Permissions error' },
  2200: { status: 400, message: 'Callback verification failed' },
  2500: { status: 400, message: 'Unknown path components' },
  2635: { status: 400, message: 'You are calling a deprecated version of the API.' },
  368: { status: 403, message: 'Temporarily blocked for policies violations' },
  80007: { status: 400, message: 'Rate limit issues' },
  80008: { status: 400, message: 'There have been too many calls to this WhatsApp Business account.' },
};
