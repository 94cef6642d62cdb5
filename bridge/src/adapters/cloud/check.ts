import type { Check, CheckReport } from '../../../../src/plugins/whatsapp/contracts/channel';
import type { WhatsAppError } from '../../../../src/plugins/whatsapp/contracts/errors';
import type { Clock } from '../../kit/clock';
import { maskSecrets } from '../../kit/mask';
import { gatherFacts, type Asked, type CheckFacts, type NumberFact } from './check-facts';
import { checkAccount, checkNumber, checkSubscription, checkTemplates } from './check-lines';
import { checkPermissions, checkToken } from './check-token';
import type { CallGraph, GraphCredentials } from './graph-client';

export interface CheckSubject {
  credentials: GraphCredentials;
  phoneNumberId: string;
  businessAccountId: string;
}

const presentNumber = (number: NumberFact): CheckReport['number'] => ({
  displayPhoneNumber: number.display_phone_number,
  verifiedName: number.verified_name,
  quality: number.quality_rating,
  // Used in the WhatsApp Business app, too: 20 a second and no more, whatever level it is given.
  throughput: number.is_on_biz_app ? 'NOT_APPLICABLE' : number.throughput?.level,
});

const REST: Check['id'][] = ['permissions', 'number', 'account', 'subscription', 'templates'];

/** With a token that Meta refuses, every other answer only says the same again. */
const onlyToken = (token: Check): CheckReport => ({
  checks: [
    token,
    ...REST.map(
      (id): Check => ({ id, result: 'skipped', message: 'Not checked: the access token must work first' }),
    ),
  ],
});

/** Whether the credentials as such were refused, by whichever answer came. */
const credentialFault = ({ token, number }: CheckFacts): WhatsAppError | undefined =>
  [token, number].flatMap((asked) => (asked.ok ? [] : [asked.error])).find(isCredentialFault);

/** Token gone or secret wrong; a missing permission is another matter, and has its own line. */
const isCredentialFault = ({ kind, upstreamCode }: WhatsAppError): boolean =>
  kind === 'session-lost' && ['0', '102', '104', '190', '100', 'HTTP 401'].includes(upstreamCode ?? '');

/** When the account itself cannot be read, a second failure of the same cause would only hide the first. */
const needsAccount = ({ numbersOfAccount }: CheckFacts, asked: Asked<unknown>, check: Check): Check =>
  numbersOfAccount.ok || asked.ok
    ? check
    : {
        id: check.id,
        result: 'skipped',
        message: 'Not checked: the business account must be readable first',
      };

const judge = (facts: CheckFacts, subject: CheckSubject, now: number): CheckReport => {
  const fault = credentialFault(facts);
  const token = checkToken(facts.token, fault, now);
  if (fault || (facts.token.ok && token.result === 'failed')) return onlyToken(token);

  const appId = facts.token.ok ? facts.token.fact.app_id : undefined;
  return {
    checks: [
      token,
      checkPermissions(facts.token, subject.businessAccountId),
      checkNumber(facts.number),
      checkAccount(facts.numbersOfAccount, subject),
      needsAccount(facts, facts.subscribedAppIds, checkSubscription(facts.subscribedAppIds, appId)),
      needsAccount(facts, facts.templates, checkTemplates(facts.templates)),
    ],
    ...(facts.number.ok ? { number: presentNumber(facts.number.fact) } : {}),
  };
};

/** Tests credentials against Meta. Every check gives a line, whatever happens; nothing is changed there. */
export const checkCredentials = async (
  call: CallGraph,
  subject: CheckSubject,
  clock: Clock,
): Promise<CheckReport> => {
  const report = judge(await gatherFacts(call, subject), subject, clock.now());
  const secrets = [subject.credentials.accessToken.reveal(), subject.credentials.appSecret.reveal()];
  // Meta's own words go into the lines, and sometimes repeat the token.
  const checks = report.checks.map((check) => ({ ...check, message: maskSecrets(check.message, secrets) }));
  return { ...report, checks };
};
