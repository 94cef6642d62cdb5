/**
 * The promises, each with the figure that shows it and what the best known open system did on this class of machine
 * (2 cores, PostgreSQL, the same load generator beside it). `—`: not measured there.
 */
const ROWS = [
  ['signed single-message webhooks, 10 clients', 'ingest.postgres.single.ackPerSec', '≥ 800', '139 – 357'],
  ['  time to the 200, p50', 'ingest.postgres.single.p50Ms', '< 15', '—'],
  ['  time to the 200, p99', 'ingest.postgres.single.p99Ms', '< 100', '—'],
  [
    'batched webhooks (100 messages each), stored',
    'ingest.postgres.batch100.storedPerSec',
    '≥ 3000',
    '18 – 97',
  ],
  ['webhooks for a long time, POST/s', 'soak.postgres.postsPerSec', '320', '—'],
  ['  time to the 200, p99', 'soak.postgres.ackP99Ms', '< 250', '—'],
  ['  memory of Strapi, late over early', 'soak.postgres.strapiMemoryGrowth', 'flat', '—'],
  ['  memory of the bridge, late over early', 'soak.postgres.bridgeMemoryGrowth', 'flat', '—'],
  ['outbound, Graph 50 ms, one number', 'outbound.postgres.oneNumber.sentPerSec', '80', '16 (1 client)'],
  [
    'outbound, Graph 50 ms, ten numbers',
    'outbound.postgres.tenNumbers.sentPerSec',
    '≥ 500',
    '159 (50 clients)',
  ],
  ["webhook → another agent's screen, 100 messages/s, p95", 'realtime.webhookToScreen.p95Ms', '< 500', '—'],
  ['large inbox: list, p95', 'inbox.list.p95Ms', '< 50', '—'],
  ['large inbox: chat, p95', 'inbox.chat.p95Ms', '< 50', '—'],
  ['large inbox: memory of Strapi', 'inbox.strapiMemory', '< 500', '—'],
  ['WhatsApp Web (stand-in page): start to code', 'web.startToCode', '—', '—'],
  ['  memory of a session, ten of them (PSS)', 'web.sessions10.memoryEach', '—', '—'],
  ['  memory of a bridge without sessions', 'web.idleBridgeMemory', '< 120', '—'],
  ['SQLite: signed single-message webhooks', 'ingest.sqlite.single.ackPerSec', '≥ 300', '—'],
];

const columns = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  );
};

const cellOf = ({ median, min, max, unit }) => `${median} (${min} – ${max}) ${unit}`;

/** The table of promises, then every figure. */
export const printTable = ({ machine, versions, figures }) => {
  const promised = ROWS.filter(([, name]) => figures[name]);
  const lines = [
    '',
    machine,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(' · '),
  ];
  if (promised.length > 0) {
    const body = promised.map(([what, name, aim, peer]) => [what, cellOf(figures[name]), aim, peer]);
    lines.push('', ...columns([['', 'median (min – max)', 'aim', 'best known open system'], ...body]));
  }
  const all = Object.entries(figures).map(([name, figure]) => [name, cellOf(figure), `${figure.runs} runs`]);
  lines.push('', ...columns([['figure', 'median (min – max)', ''], ...all]));
  console.log(lines.join('\n'));
};
