import { sharePostgres, startPostgres } from '../postgres';
import { startStack } from '../stack';
import { keepRunning } from './running';
import { writeStacksFile } from './stacks-file';

/** One stack per database for all API suites: every test makes its own company, so they do not disturb each other. */
const setUp = async (): Promise<void> => {
  const postgres = await startPostgres();
  sharePostgres(postgres);
  const results = await Promise.allSettled([
    startStack({ database: 'sqlite' }),
    startStack({ database: 'postgres' }),
  ]);
  const stacks = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  keepRunning({ stacks, postgres });
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) {
    // Jest runs no tear-down after a failed set-up.
    await Promise.all(stacks.map((stack) => stack.stop()));
    await postgres.stop();
    throw failure.reason;
  }
  writeStacksFile(stacks.map(({ address }) => address));
};

export default setUp;
