const plugin = '^src/plugins/whatsapp';
const server = `${plugin}/server/src`;
const foundations = 'kit|store|tenancy|http';
const rooms =
  'audit|channels|coordination|ingest|inbox|outbox|contacts|media|realtime|observability|isolation-check';

/** What may import what: the arrows of docs/architecture.md, checked. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'contracts-know-only-zod',
      severity: 'error',
      from: { path: `${plugin}/contracts`, pathNot: '\\.test\\.' },
      to: { pathNot: [`${plugin}/contracts`, '^node_modules/zod/'] },
    },
    {
      name: 'bridge-meets-plugin-in-contracts',
      severity: 'error',
      from: { path: '^bridge/' },
      to: { path: '^(src|config|scripts)/', pathNot: `${plugin}/contracts` },
    },
    {
      name: 'plugin-knows-no-bridge',
      severity: 'error',
      from: { path: '^(src|config)/' },
      to: { path: '^bridge/' },
    },
    {
      name: 'server-knows-no-ui',
      severity: 'error',
      from: { path: `${plugin}/server` },
      to: { path: `${plugin}/admin` },
    },
    {
      name: 'ui-knows-no-server',
      severity: 'error',
      from: { path: `${plugin}/admin` },
      to: { path: `${plugin}/server` },
    },
    {
      name: 'ui-runs-in-a-browser',
      severity: 'error',
      from: { path: `${plugin}/admin`, pathNot: '\\.test\\.' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'production-knows-no-tests',
      severity: 'error',
      from: { path: '^(src|config|bridge/src|scripts)/', pathNot: '\\.test\\.' },
      to: { path: '^(tests|bridge/test)/|\\.test\\.' },
    },
    {
      name: 'simulators-stand-alone',
      comment: 'A stand-in for Meta that shares our code would share our mistakes.',
      severity: 'error',
      from: { path: '^tests/simulators/', pathNot: '\\.test\\.' },
      to: { path: '^(src|bridge|config|scripts|tests/support)/' },
    },
    {
      name: 'kit-knows-nothing-of-ours',
      severity: 'error',
      from: { path: `${server}/kit/`, pathNot: '\\.test\\.' },
      to: { path: '^(src|bridge|config)/', pathNot: [`${server}/kit/`, `${plugin}/contracts/`] },
    },
    {
      name: 'store-looks-up-at-nobody',
      severity: 'error',
      from: { path: `${server}/store/`, pathNot: '\\.test\\.' },
      to: { path: `${server}/(tenancy|http|${rooms})/` },
    },
    {
      name: 'tenancy-looks-up-at-nobody',
      severity: 'error',
      from: { path: `${server}/tenancy/`, pathNot: '\\.test\\.' },
      to: { path: `${server}/(${rooms})/` },
    },
    {
      name: 'rooms-meet-at-the-door',
      comment: 'From another room, import its index.ts only.',
      severity: 'error',
      from: { path: `${server}/([^/]+)/`, pathNot: '\\.test\\.' },
      to: {
        path: `${server}/(${foundations}|${rooms})/`,
        pathNot: [`${server}/$1/`, `${server}/kit/`, `${server}/(?:${foundations}|${rooms})/index\\.ts$`],
      },
    },
    {
      name: 'knex-lives-in-the-store',
      severity: 'error',
      from: { path: `${server}/`, pathNot: [`${server}/store/`, '\\.test\\.'] },
      to: { path: '^node_modules/(knex|pg|better-sqlite3)/' },
    },
    {
      name: 'adapters-only-translate',
      severity: 'error',
      from: { path: '^bridge/src/adapters/', pathNot: '\\.test\\.' },
      to: { path: '^bridge/src/(http|delivery|sessions|configuration)/' },
    },
    {
      name: 'the-library-stays-in-its-room',
      comment:
        'What WhatsApp Web is made of is known in bridge/src/adapters/web only: another engine may join.',
      severity: 'error',
      from: { path: '^bridge/src/', pathNot: ['^bridge/src/adapters/web/', '\\.test\\.'] },
      to: { path: '^node_modules/(whatsapp-web\\.js|puppeteer)' },
    },
    {
      name: 'bridge-kit-knows-nothing-of-ours',
      severity: 'error',
      from: { path: '^bridge/src/kit/', pathNot: '\\.test\\.' },
      to: { path: '^(bridge/src|src)/', pathNot: ['^bridge/src/kit/', `${plugin}/contracts/`] },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@strapi/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.build|\\.strapi)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
