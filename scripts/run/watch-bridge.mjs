import { watch } from 'node:fs';
import { inRoot } from '../paths.mjs';
import { Refusal } from '../main.mjs';
import { ensureBuilt } from '../setup/build.mjs';

const QUIET_MS = 300;

/** Compiles the bridge anew when its sources change; a mistake in them leaves the running one alone. */
export const watchBridge = ({ onBuilt, isStopping }) => {
  let timer;
  let building = Promise.resolve();
  const build = async () => {
    try {
      if (await ensureBuilt(['bridge'])) onBuilt();
    } catch (error) {
      if (isStopping()) return;
      if (!(error instanceof Refusal)) throw error;
      console.error(error.message);
    }
  };
  const schedule = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(build);
    }, QUIET_MS);
    timer.unref();
  };
  for (const folder of ['bridge/src', 'src/plugins/whatsapp/contracts']) {
    watch(inRoot(folder), { recursive: true, persistent: false }, schedule);
  }
};
