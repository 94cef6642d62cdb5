/** A reason not to go on that a person can act on: shown as one line, without a stack. */
export class Refusal extends Error {}

const stoppers = new Set();

/** Registers what must be ended when this process is told to stop. Returns how to take it back. */
export const onStop = (stopper) => {
  stoppers.add(stopper);
  return () => stoppers.delete(stopper);
};

/** Runs all stoppers, the newest first. */
export const stopEverything = async (signal) => {
  for (const stopper of [...stoppers].reverse()) {
    stoppers.delete(stopper);
    await stopper(signal);
  }
};

const PARENT_CHECK_MS = 500;

/**
 * `npm start` runs us through a shell that dies of npm's SIGTERM without passing it on. Then nobody is left to stop us,
 * so we do it ourselves. Not for those who started this file directly: their shell may go and leave us running.
 */
const stopWithNpm = () => {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS);
  timer.unref();
};

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Runs a script's main function: its number becomes the exit code. A refusal becomes its one line, anything else is a
 * bug and shows its stack. A signal runs the stoppers first; a stopper that settles the exit code itself wins.
 */
export const runMain = async (main) => {
  stopWithNpm();
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, async () => {
      await stopEverything(signal);
      process.exit(process.exitCode ?? code);
    });
  }
  // Whoever read our output is gone (`npm start | head`): stop in order instead of dying of EPIPE.
  process.stdout.on('error', () => process.kill(process.pid, 'SIGTERM'));
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    await stopEverything('SIGTERM');
    console.error(error instanceof Refusal ? `\n✖ ${error.message}` : error);
    process.exitCode = 1;
  }
};
