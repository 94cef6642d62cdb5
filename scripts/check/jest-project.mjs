import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runNode } from '../command.mjs';
import { TOOLS } from '../paths.mjs';

/**
 * Two at a time, also on two cores: suites wait for their stacks most of the time, so that Jest's own choice (a worker less
 * than cores) would leave a third of them idle. A measurement wants the machine for itself.
 */
const WORKERS = {
  api: ['--maxWorkers=2'],
  flow: ['--maxWorkers=2'],
  e2e: ['--maxWorkers=2'],
  bench: ['--runInBand'],
};

const readSummary = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // Jest ended before it could write
  }
};

/** A suite that could not even be loaded has no failing test in it, and counts as one. */
const countsOf = (summary, code) => {
  if (!summary) return { passed: 0, failed: 1, problem: 'Jest wrote no result' };
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  const passed = summary.numPassedTests;
  if (passed + failed === 0) return { passed, failed: 1, problem: 'not a single test ran' };
  return failed === 0 && code !== 0
    ? { passed, failed: 1, problem: `Jest ended with ${code}` }
    : { passed, failed };
};

/** Runs one project of jest.config.cjs. Resolves to `{ passed, failed, problem? }`. */
export const runJestProject = async (project, { env = process.env, args = [] } = {}) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-jest-'));
  const outputFile = path.join(folder, 'result.json');
  const { code } = await runNode(
    TOOLS.jest,
    [
      '--selectProjects',
      project,
      ...(WORKERS[project] ?? []),
      '--json',
      `--outputFile=${outputFile}`,
      '--silent=false',
      ...args,
    ],
    // With --json Jest prints the same JSON to its output, too: only its reports on the error channel are for people.
    { env, show: 'stderr' },
  );
  const summary = readSummary(outputFile);
  rmSync(folder, { recursive: true, force: true });
  return countsOf(summary, code);
};
