import { chatModules } from './chat-modules';
import type { Modules, PageContext } from './context';
import { mediaModules } from './media-modules';
import { peopleModules } from './people-modules';
import { sendingModules } from './sending-modules';
import { sessionModules } from './session-modules';

declare global {
  interface Window {
    Debug: { VERSION: string };
    /** Every name that was asked for, and how often. */
    __asked: Record<string, number>;
  }
}

export const createModules = (page: PageContext): Modules => ({
  ...sessionModules(page),
  ...peopleModules(page),
  ...chatModules(page),
  ...sendingModules(page),
  ...mediaModules(),
});

/** Puts the loader into the page: a name that nobody knows throws, as the real one does. */
export const installModules = (
  modules: Modules,
  { missing = [] }: { missing?: string[] | undefined },
): void => {
  window.__asked = {};
  const require = (name: string): unknown => {
    window.__asked[name] = (window.__asked[name] ?? 0) + 1;
    if (!Object.hasOwn(modules, name) || missing.includes(name))
      throw new Error(`Requiring unknown module "${name}".`);
    return modules[name];
  };
  Object.assign(window, { require });
};
