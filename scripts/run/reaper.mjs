/**
 * The last resort against orphans. It is told the process groups that were started (`+pid`, `-pid` on stdin) and sees
 * its stdin close when its parent is gone for whatever reason, kill -9 included. Then it ends what is still there.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const GRACE_MS = 10_000;
const groups = new Set();

const signalGroup = (pid, signal) => {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false; // nobody is left in it
  }
};

// Ctrl-C is the parent's business.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) groups.add(pid);
  else groups.delete(pid);
}

for (const pid of groups) signalGroup(pid, 'SIGTERM');
const deadline = Date.now() + GRACE_MS;
while (Date.now() < deadline && [...groups].some((pid) => signalGroup(pid, 0))) await delay(100);
for (const pid of groups) signalGroup(pid, 'SIGKILL');
