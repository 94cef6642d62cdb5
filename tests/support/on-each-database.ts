import { attachInstallation, closeDatabases } from './installation';
import type { Installation } from './installation';
import { readStacksFile } from './jest/stacks-file';
import type { DatabaseKind } from './test-database';

const runSuite = (
  name: string,
  { suite, kinds }: { suite: (installation: Installation) => void; kinds: DatabaseKind[] },
): void => {
  // Loading a suite takes its time, during which a server ends connections that idle: the first request must know of it.
  beforeAll(() => new Promise((resolve) => setImmediate(resolve)));
  afterAll(closeDatabases);
  describe.each(
    readStacksFile()
      .filter(({ kind }) => kinds.includes(kind))
      .map((address) => [address.kind, address] as const),
  )(`${name} on %s`, (_kind, address) => {
    suite(attachInstallation(address));
  });
};

/**
 * Runs an API suite on every stack of the run, one per database. The stacks are shared by all suites: a test makes its
 * own company and never counts rows of others.
 */
export const onEachDatabase = (name: string, suite: (installation: Installation) => void): void =>
  runSuite(name, { suite, kinds: ['sqlite', 'postgres'] });

/** The same on one of them, for what takes long and where the database makes no difference. */
export const onDatabase = (
  kind: DatabaseKind,
  name: string,
  suite: (installation: Installation) => void,
): void => runSuite(name, { suite, kinds: [kind] });
