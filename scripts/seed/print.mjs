import { COMPANIES, SUPER_ADMIN } from './cast.mjs';

const logInLine = ({ email, who, password }) => `    ${email.padEnd(26)} ${password.padEnd(22)} ${who}`;

/** What a newcomer needs to see: where, who, and what to try. */
export const printDemo = ({ strapiUrl, graphUrl, passwords }) => {
  const panel = `${strapiUrl.replace('127.0.0.1', 'localhost')}/admin`;
  const [first, second] = COMPANIES;
  const companies = COMPANIES.flatMap(({ name, people }) => [
    `  ${name}`,
    ...people.map(({ email, firstname, role }) =>
      logInLine({ email, password: passwords[email], who: `${firstname}, ${role}` }),
    ),
  ]);
  const agentOf = (company) => company.people.find(({ role }) => role === 'agent').firstname;
  console.log(
    [
      '',
      '────────────────────────────────────────────────────────────────────────────',
      `  The inbox        ${panel}`,
      `  Simulated Meta   ${graphUrl}/_control/state`,
      '',
      '  Log in as',
      ...companies,
      '  The platform',
      logInLine({ email: SUPER_ADMIN.email, password: passwords[SUPER_ADMIN.email], who: 'super admin' }),
      '',
      '  Try',
      `  1. Log in as ${agentOf(first)} and open Conversations: customers write by themselves. Answer one, watch the ticks`,
      '     turn from sent to delivered to read, and wait for the reply.',
      `  2. Log in as ${agentOf(second)} in a private window: the same Strapi, and not a trace of ${first.name}.`,
      `  3. As ${first.people[0].firstname}, open Settings → WhatsApp → Channels and test the connection; then try a wrong token.`,
      '',
      '  Ctrl-C stops everything. The next start takes seconds.',
      '────────────────────────────────────────────────────────────────────────────',
      '',
    ].join('\n'),
  );
};
