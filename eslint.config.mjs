import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import globals from './scripts/check/globals.mjs';
import ts from 'typescript-eslint';

// The laws of the house that a machine can see. Each names what to do instead.
const TABLES = {
  selector: "MemberExpression[object.name='strapi'][property.name=/^(db|documents|entityService)$/]",
  message: 'Tables are read in store/ only.',
};
const GLOBAL_STRAPI = {
  selector: "MemberExpression[object.name=/^(global|globalThis)$/][property.name='strapi']",
  message: 'Strapi is handed over as an argument.',
};
const ENVIRONMENT = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'The environment is read in config/ and bridge/src/config.ts only.',
};
const BARE_TABLE = [
  {
    selector:
      "CallExpression[callee.name=/^(connection|trx|knex)$/], CallExpression[callee.callee.name='connectionOf']",
    message: "A company's table is queried through scoped(connection, TABLES.x).",
  },
  {
    selector:
      "TemplateLiteral:not(CallExpression[callee.name='systemStatement'] TemplateLiteral) > MemberExpression[object.name='TABLES']",
    message: "A company's table is queried through scoped(connection, TABLES.x).",
  },
  {
    selector: "CallExpression[callee.property.name='raw']",
    message: 'A statement goes through systemStatement(), or carries the filter of scopeClause().',
  },
];
const DEFAULT_EXPORT = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const SLEEP = {
  selector: "NewExpression[callee.name='Promise'] CallExpression[callee.name='setTimeout']",
  message: 'A test waits for a fact with eventually(), never for time.',
};
const IF_IN_TEST = { selector: 'IfStatement', message: 'A test states one thing: no if.' };

/** The only places that may work on every company's rows, each for a reason of SYSTEM_WORK (kit/scope.ts). */
const SYSTEM_ROOMS = [
  'bootstrap.ts',
  'ingest/ingest.service.ts',
  'ingest/processor.ts',
  'ingest/replayer.ts',
  'ingest/quarantine-of-all.ts',
  'outbox/dispatcher.ts',
  'media/fetcher.ts',
  'media/sent-file.controller.ts',
  'sessions/sessions.service.ts',
  'channels/bridge-configuration.controller.ts',
  'realtime/realtime.service.ts',
  'observability/observability.service.ts',
  'tenancy/member.middleware.ts',
  'tenancy/departures.ts',
  'tenancy/me.controller.ts',
  'tenancy/platform.ts',
  'tenancy/present-me.ts',
  'tenancy/purge-tenant.ts',
  'audit/role-changes.ts',
  'tenancy/isolation/*.ts',
  'isolation-check/*.ts',
].map((file) => `src/plugins/*/server/src/${file}`);
const SYSTEM_SCOPE = {
  patterns: [
    {
      regex: '/scope$',
      importNames: ['asSystem'],
      message: "Work on every company's rows is for the rooms in SYSTEM_ROOMS (eslint.config.mjs) only.",
    },
  ],
};

const laws = (...list) => ({ 'no-restricted-syntax': ['error', ...list] });

const TESTS = ['**/*.test.{ts,tsx}'];

export default ts.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '.strapi/',
      '.cache/',
      '.tmp/',
      'types/',
      'public/',
      'coverage/',
      'tests/.build/',
      'tests/e2e/screenshots/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          'tsconfig.json',
          'src/admin/tsconfig.json',
          'bridge/tsconfig.lint.json',
          'tests/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/unbound-method': 'off', // our objects are closures: none of their functions knows `this`
      '@typescript-eslint/require-await': 'off', // an interface may promise what one implementation does at once
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 3],
      ...laws(TABLES, ...BARE_TABLE, GLOBAL_STRAPI, ENVIRONMENT, DEFAULT_EXPORT),
    },
  },
  {
    files: ['src/plugins/*/server/src/**'],
    ignores: [...SYSTEM_ROOMS, ...TESTS],
    rules: { 'no-restricted-imports': ['error', SYSTEM_SCOPE] },
  },
  {
    files: ['src/plugins/*/server/src/store/**'],
    rules: laws(...BARE_TABLE, GLOBAL_STRAPI, ENVIRONMENT, DEFAULT_EXPORT),
  },
  {
    // Where the filter is made, and where the tables themselves are.
    files: ['scoped', 'set-wise', 'indexes', 'lean-indexes', 'constraints/*', 'company-state'].map(
      (file) => `src/plugins/*/server/src/store/${file}.ts`,
    ),
    rules: laws(GLOBAL_STRAPI, ENVIRONMENT, DEFAULT_EXPORT),
  },
  {
    // Strapi's own engine, to which the filter is added.
    files: ['src/plugins/*/server/src/tenancy/isolation/**'],
    rules: laws(GLOBAL_STRAPI, ENVIRONMENT, DEFAULT_EXPORT),
  },
  {
    // Strapi takes the default export of these.
    files: [
      'src/index.ts',
      'src/admin/*.{ts,tsx}',
      'src/plugins/*/server/src/index.ts',
      'src/plugins/*/admin/src/index.ts',
      'database/migrations/*.ts',
    ],
    rules: laws(TABLES, GLOBAL_STRAPI, ENVIRONMENT),
  },
  { files: ['config/**'], rules: laws(TABLES, GLOBAL_STRAPI) },
  {
    files: ['bridge/src/config.ts', 'bridge/src/main.ts'],
    rules: laws(TABLES, GLOBAL_STRAPI, DEFAULT_EXPORT),
  },
  {
    files: ['src/plugins/*/admin/**'],
    plugins: { 'react-hooks': hooks, 'jsx-a11y': a11y },
    rules: {
      ...a11y.configs.recommended.rules,
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
    },
  },
  { files: TESTS, rules: laws(TABLES, GLOBAL_STRAPI, DEFAULT_EXPORT, SLEEP, IF_IN_TEST) },
  // What starts processes hands their environment on.
  {
    files: ['tests/support/**', 'tests/simulators/graph/main.ts', 'tests/bench/**'],
    rules: laws(TABLES, GLOBAL_STRAPI),
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: { globals },
    rules: { 'no-unused-vars': ['error', { ignoreRestSiblings: true }] },
  },
  { files: ['**/*.cjs', 'src/plugins/*/*.js', 'tests/**/*.js'], languageOptions: { sourceType: 'commonjs' } },
  prettier,
);
