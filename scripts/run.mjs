import { runMain, Refusal } from './main.mjs';
import { createSupervisor } from './run/supervisor.mjs';
import { waitUntilReady } from './run/readiness.mjs';
import { makePlan } from './run/plan.mjs';
import { watchBridge } from './run/watch-bridge.mjs';
import { startDemo } from './seed/demo.mjs';
import { createJsonClient } from './seed/json-client.mjs';
import { recallKeepsake } from './seed/keepsake.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { ensureEnvironmentFile } from './setup/environment.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { checkPorts } from './setup/ports.mjs';
import { checkSecrets } from './setup/secrets.mjs';

const COMMANDS = {
  dev: 'npm run dev',
  start: 'npm start',
  demo: 'npm run demo',
  strapi: 'npm run start:strapi',
  bridge: 'npm run start:bridge',
};

/** Everything that must be true before the first process starts. */
const setUp = async (mode) => {
  await ensureInstalled();
  ensureEnvironmentFile();
  const plan = makePlan(mode);
  checkSecrets(plan.env);
  await checkPorts(plan.ports, COMMANDS[mode]);
  await ensureBuilt(plan.builds);
  return plan;
};

/** Browsers of the demo find the simulated WhatsApp Web in the place of the real one, which production would refuse. */
const leadToPhone = async ({ phoneUrl, specs }) => ({
  ...specs.bridge.env,
  NODE_ENV: 'development',
  WHATSAPP_TEST_CHROMIUM_ARGS: JSON.stringify(
    await createJsonClient(phoneUrl).get('/_control/chromium-args'),
  ),
});

/**
 * Starts everything and waits until it works; false when it was stopped before. The bridge comes after Strapi: one that
 * finds nobody waits longer and longer before it asks again.
 */
const startAll = async (plan, supervisor) => {
  const waiting = { deadlineMs: plan.readyDeadlineMs, isStopping: supervisor.isStopping };
  if (plan.hasSimulator) {
    supervisor.add(plan.specs.simulator);
    supervisor.add(plan.specs.phone);
  }
  if (plan.hasStrapi) {
    supervisor.add(plan.specs.strapi);
    if (!(await waitUntilReady('Strapi', `${plan.strapiUrl}/_health`, waiting))) return false;
  }
  if (plan.hasSimulator) {
    if (!(await waitUntilReady('The simulated phone', `${plan.phoneUrl}/_control/state`, waiting)))
      return false;
    plan.specs.bridge.env = await leadToPhone(plan);
  }
  if (plan.hasBridge) {
    const bridge = supervisor.add(plan.specs.bridge);
    if (plan.mode === 'dev') watchBridge({ onBuilt: bridge.restart, isStopping: supervisor.isStopping });
    if (!(await waitUntilReady('The bridge', `${plan.bridgeUrl}/readyz`, waiting))) return false;
  }
  return !plan.hasSimulator || waitUntilReady('The simulator', `${plan.graphUrl}/_control/state`, waiting);
};

const announce = (plan) => {
  const panel = plan.env.PUBLIC_URL?.replace(/\/$/, '') || plan.strapiUrl.replace('127.0.0.1', 'localhost');
  console.log('\nReady. Ctrl-C stops everything.');
  if (plan.hasStrapi) console.log(`  Admin panel  ${panel}/admin`);
  if (plan.hasBridge)
    console.log(`  Webhooks     ${plan.env.WHATSAPP_PUBLIC_URL || plan.bridgeUrl}/webhooks/cloud/…`);
  console.log('');
};

/** What was asked for while everything comes up. A stop in the middle of it is no failure. */
const settleIn = async (plan, supervisor, keepsake) => {
  try {
    if (!(await startAll(plan, supervisor))) return;
    if (keepsake) await startDemo(plan, keepsake);
    else announce(plan);
  } catch (error) {
    if (!supervisor.isStopping()) throw error;
  }
};

await runMain(async () => {
  const mode = process.argv[2] ?? '';
  if (!Object.hasOwn(COMMANDS, mode))
    throw new Refusal(`Say what to run: ${Object.keys(COMMANDS).join(', ')}.`);
  const plan = await setUp(mode);
  const keepsake = mode === 'demo' ? recallKeepsake() : undefined;
  const supervisor = createSupervisor();
  await settleIn(plan, supervisor, keepsake);
  return supervisor.finished;
});
