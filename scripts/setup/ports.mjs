import { createServer } from 'node:net';
import { Refusal } from '../main.mjs';

const isFree = (host, port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/**
 * Refuses with one line per port that is taken: who cannot start, and how to choose another.
 * `wanted`: `{ who, host, port, variable }`.
 */
export const checkPorts = async (wanted, command) => {
  const checked = await Promise.all(
    wanted.map(async (one) => ({ ...one, free: await isFree(one.host, one.port) })),
  );
  const taken = checked.filter(({ free }) => !free);
  if (taken.length === 0) return;
  throw new Refusal(
    taken
      .map(
        ({ who, port, variable }) =>
          `${who} cannot start: port ${port} is taken. Choose another with ${variable}=${port + 1} ${command}`,
      )
      .join('\n✖ '),
  );
};
