/** What `npm run bench` can measure. */
export const GROUPS = {
  ingest: { files: ['tests/bench/ingest.bench.ts'] },
  outbound: { files: ['tests/bench/outbound.bench.ts'] },
  realtime: { files: ['tests/bench/realtime.bench.ts'] },
  inbox: { files: ['tests/bench/inbox.bench.ts'] },
  ui: { files: ['tests/bench/ui.bench.ts'], parts: ['panel'], needsBrowser: true },
  web: { files: ['tests/bench/web.bench.ts'], parts: ['simulators'], needsBrowser: true },
  soak: { files: ['tests/bench/soak.bench.ts'] },
  isolation: { files: ['tests/bench/isolation.bench.ts'] },
  'row-level': { files: ['tests/bench/row-level-security.bench.ts'] },
};

/** What runs when nothing is named: the rows of the published table. The others compare two designs. */
export const PUBLISHED = ['ingest', 'outbound', 'realtime', 'inbox', 'ui', 'web', 'soak'];
