const WIDTH = 78;

const cut = (text) => (text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text.padEnd(WIDTH));
const line = (mark, target, attempts, verdict) =>
  `${mark} ${cut(target)} ${String(attempts).padStart(5)}  ${verdict}`;

const verdictOf = ({ leaks, untested }) =>
  leaks > 0 ? `${leaks} leaked` : untested ? 'untested' : 'refused';

const printList = (title, list) => {
  if (list.length === 0) return;
  console.log(`\n${title}`);
  for (const { target, as, how, detail } of list) console.log(`✖ ${target}\n    ${as}, ${how}: ${detail}`);
};

/** What was tried, route by route, what came through, and what no request can show. */
export const printReport = (report, only) => {
  console.log(line(' ', 'Route', 'tries', 'outcome'));
  for (const route of report.perRoute) {
    const isGood = route.leaks === 0 && !route.untested;
    console.log(line(isGood ? '✔' : '✖', route.target, route.attempts, verdictOf(route)));
  }
  printList('Leaks', report.leaks);
  printList('Untested', report.untested);

  console.log(`\nNot tried, because they name no row of a company: ${report.exempt.length} routes`);
  const reasons = new Map();
  for (const { why } of report.exempt) reasons.set(why, (reasons.get(why) ?? 0) + 1);
  for (const [why, count] of reasons) console.log(`  ${String(count).padStart(3)}  ${why}`);
  console.log('\nNot covered');
  for (const sentence of report.notCovered) console.log(`  ${sentence}`);

  const { attempts, routes, leaks, untested, tookMs } = report;
  console.log(
    `\n${attempts} attempts on ${routes} routes ${only ? `with “${only}” in their name` : 'and the sockets'} in ${Math.round(tookMs / 1000)} s: ` +
      `${leaks.length} leaks, ${untested.length} untested`,
  );
};
