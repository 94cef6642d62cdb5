import { runNode } from './command.mjs';
import { ensureChromium } from './check/chromium.mjs';
import { ensureRedis } from './check/redis.mjs';
import { runJestProject } from './check/jest-project.mjs';
import { Refusal, runMain } from './main.mjs';
import { inRoot } from './paths.mjs';
import { BUILDS_OF, ensureBuilt } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { mkdirSync, statSync } from 'node:fs';

const PROJECTS = ['unit', 'api', 'flow', 'e2e'];

/** Shows what it said when it is over: several run at once, each on a core of its own. */
const checkScript = (name) => async () => {
  const { code, output } = await runNode(inRoot(`scripts/check/${name}.mjs`), []);
  console.log(output.trim().replace(/^/gm, `${name} │ `));
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

/** What the tests of a project need besides Node, and the variable that tells them where it is. */
const NEEDS = {
  flow: { REDIS_SERVER_PATH: ensureRedis, CHROMIUM_PATH: ensureChromium },
  e2e: { CHROMIUM_PATH: ensureChromium },
};

/** `web` alone would also mean `webhooks.test.ts`: the name of a folder means the folder. */
const narrow = (project, arg, before) => {
  if (before === '-t') return arg;
  const folder = inRoot(`tests/${project}/${arg}`);
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? `tests/${project}/${arg}/` : arg;
};

const jestStep = (project, args) => async () => {
  const env = { ...process.env };
  for (const [variable, ensure] of Object.entries(NEEDS[project] ?? {})) {
    const { path, problem } = await ensure();
    if (problem) return { passed: 0, failed: 1, problem };
    env[variable] = path;
  }
  return runJestProject(project, {
    args: args.map((arg, index) => narrow(project, arg, args[index - 1])),
    env,
  });
};

/** A build that fails must not hide what the other checks would find. */
const buildStep = (projects) => async () => {
  const parts = [...new Set(projects.flatMap((project) => BUILDS_OF[project] ?? []))];
  await ensureBuilt(parts);
  return { passed: 0, failed: 0 };
};

const runStep = async ({ name, run }) => {
  console.log(`\n═══ ${name}`);
  const startedAt = Date.now();
  const result = await run().catch((error) => {
    const problem = error instanceof Refusal ? error.message : String(error.stack);
    return { passed: 0, failed: 1, problem };
  });
  if (result.problem) console.error(`✖ ${result.problem}`);
  return { name, seconds: Math.round((Date.now() - startedAt) / 1000), ...result };
};

const printSummary = (results) => {
  console.log('\n═══ Summary');
  for (const { name, passed, failed, seconds } of results) {
    const mark = failed === 0 ? '✔' : '✖';
    console.log(
      `${mark} ${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed ${String(seconds).padStart(5)} s`,
    );
  }
};

/**
 * `node scripts/test.mjs` runs everything from a bare clone; `… unit -t "name"` runs single projects, and hands the
 * rest to Jest. One failure does not stop the rest. The last line sums up.
 */
await runMain(async () => {
  const given = process.argv.slice(2);
  const chosen = given.filter((name) => PROJECTS.includes(name) || name === 'bench');
  const args = given.filter((name) => !chosen.includes(name));
  const projects = chosen.length > 0 ? chosen : PROJECTS;

  await ensureInstalled();
  mkdirSync(inRoot('public/uploads'), { recursive: true });
  const checks = chosen.length > 0 ? [] : ['typecheck', 'lint'];
  const steps = [
    { name: 'build', run: buildStep(projects) },
    ...projects.map((project) => ({ name: project, run: jestStep(project, args) })),
  ];
  const results = await Promise.all(checks.map((name) => runStep({ name, run: checkScript(name) })));
  for (const step of steps) results.push(await runStep(step));

  printSummary(results.filter(({ name, failed }) => name !== 'build' || failed > 0));
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
  return sum('failed') === 0 && sum('passed') > 0 ? 0 : 1;
});
