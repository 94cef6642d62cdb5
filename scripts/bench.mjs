import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readArguments, UsageError } from './bench/arguments.mjs';
import { GROUPS } from './bench/groups.mjs';
import { printTable } from './bench/table.mjs';
import { ensureChromium } from './check/chromium.mjs';
import { runJestProject } from './check/jest-project.mjs';
import { Refusal, runMain } from './main.mjs';
import { inRoot } from './paths.mjs';
import { BUILDS_OF, ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';

const browserFor = async (groups) => {
  if (!groups.some((name) => GROUPS[name].needsBrowser)) return {};
  const { path: chromium, problem } = await ensureChromium();
  if (problem) throw new Refusal(problem);
  return { CHROMIUM_PATH: chromium };
};

/** Each group in a process of its own, one after the other. All of them add their figures to one file. */
const measure = async (groups, env) => {
  const failed = [];
  for (const name of groups) {
    console.log(`\n═══ ${name}`);
    const args = GROUPS[name].files.map((file) => inRoot(file));
    const result = await runJestProject('bench', { args: ['--runTestsByPath', ...args], env });
    if (result.failed > 0) failed.push(name);
  }
  return failed;
};

const readFigures = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // nothing was measured
  }
};

const run = async ({ groups, json, isFull }) => {
  await ensureInstalled();
  mkdirSync(inRoot('public/uploads'), { recursive: true });
  await ensureBuilt([
    ...new Set([...BUILDS_OF.bench, ...groups.flatMap((name) => GROUPS[name].parts ?? [])]),
  ]);

  const folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-bench-'));
  const file = path.join(folder, 'figures.json');
  const env = { ...process.env, ...(await browserFor(groups)), BENCH_JSON: file };
  if (isFull) env.BENCH_FULL = '1';
  const failed = await measure(groups, env);
  const results = readFigures(file);
  rmSync(folder, { recursive: true, force: true });

  if (results) printTable(results);
  if (results && json) writeFileSync(json, `${JSON.stringify(results, null, 2)}\n`);
  if (failed.length === 0 && results) return 0;
  console.error(`\n✖ Not measured to the end: ${failed.join(', ')}. The figures above are of what was.`);
  return 1;
};

/** `npm run bench -- --only inbox --json figures.json`: see docs/bench.md. */
await runMain(async () => {
  try {
    return await run(readArguments(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd()));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
});
