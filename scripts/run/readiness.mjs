import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../main.mjs';

const POLL_MS = 400;

const isReady = async (url) => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
};

/** Waits until the address answers with 2xx. Returns false when the wait was given up because of `isStopping`. */
export const waitUntilReady = async (name, url, { deadlineMs, isStopping }) => {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    if (isStopping()) return false;
    if (await isReady(url)) return true;
    await delay(POLL_MS);
  }
  throw new Refusal(`${name} is not ready after ${deadlineMs / 1000} s (${url}): see its output above.`);
};
