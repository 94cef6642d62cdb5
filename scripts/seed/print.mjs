import { BOTH, COMPANIES, SUPER_ADMIN } from './cast.mjs';

const logInLine = ({ email, who, password }) => `    ${email.padEnd(26)} ${password.padEnd(22)} ${who}`;

/** What a newcomer needs to see: where, who, and what to try. */
export const printDemo = ({ strapiUrl, graphUrl, phoneUrl, passwords }) => {
  const panel = `${strapiUrl.replace('127.0.0.1', 'localhost')}/admin`;
  const [first, second] = COMPANIES;
  const line = ({ email }, who) => logInLine({ email, password: passwords[email], who });
  const companies = COMPANIES.flatMap(({ name, people }) => [
    `  ${name}`,
    ...people
      .filter(({ email }) => email !== BOTH.email)
      .map((person) => line(person, `${person.firstname}, ${person.role}`)),
  ]);
  const rolesOfBoth = COMPANIES.map(
    ({ name, people }) => `${people.find(({ email }) => email === BOTH.email).role} of ${name}`,
  );
  const agentOf = (company) => company.people.find(({ role }) => role === 'agent').firstname;
  console.log(
    [
      '',
      '────────────────────────────────────────────────────────────────────────────',
      `  The inbox        ${panel}`,
      `  Simulated Meta   ${graphUrl}/_control/state`,
      `  Simulated phone  ${phoneUrl}/phone`,
      '',
      '  Log in as',
      ...companies,
      '  Both',
      line(BOTH, `${BOTH.firstname}, ${rolesOfBoth.join(', ')}`),
      '  The platform',
      line(SUPER_ADMIN, 'super admin'),
      `  Programs, over REST (POST ${strapiUrl}/api/auth/local gives a JWT for /api/whatsapp/…)`,
      ...COMPANIES.map(({ name, siteUser }) => line(siteUser, `${siteUser.username}, of ${name}`)),
      '',
      '  Try',
      `  1. Log in as ${agentOf(first)} and open Conversations: customers write by themselves. Answer one, watch the ticks`,
      '     turn from sent to delivered to read, and wait for the reply.',
      `  2. Log in as ${agentOf(second)} in a private window: the same Strapi, and not a trace of ${first.name}.`,
      `  3. As ${first.people[0].firstname}, open Settings → WhatsApp → Channels and test the connection; then try a wrong token.`,
      `  4. As ${BOTH.firstname}, change the company above the list of conversations: owner here, agent there.`,
      `  5. As ${first.people[0].firstname}, add a channel of WhatsApp Web, start its session, and scan the code with the simulated phone.`,
      '  6. As the super admin, open Settings → WhatsApp → Isolation and let each company attack the other.',
      '',
      '  Ctrl-C stops everything. The next start takes seconds.',
      '────────────────────────────────────────────────────────────────────────────',
      '',
    ].join('\n'),
  );
};
