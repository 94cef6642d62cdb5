import type { PostgresServer } from '../postgres';
import type { Stack } from '../stack';

/** Set-up and tear-down run in one process, but as separate modules: they meet on its global object. */
interface Running {
  stacks: Stack[];
  postgres: PostgresServer | null;
}

const KEY = Symbol.for('whatsapp.tests.running');

const store = globalThis as { [KEY]?: Running };

export const keepRunning = (running: Running): void => {
  store[KEY] = running;
};

export const takeRunning = (): Running => {
  const running = store[KEY] ?? { stacks: [], postgres: null };
  delete store[KEY];
  return running;
};
