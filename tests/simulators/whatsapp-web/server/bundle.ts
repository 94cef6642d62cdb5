import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = path.join(__dirname, '..');
const REQUIRE = /\brequire\(["']([^"']+)["']\)/g;
const LOAD = /\bload\("([^"]+)"\)/g;

/** Beside compiled code lies the compiled module, beside sources its source. */
const readModule = (name: string): string => {
  const compiled = path.join(ROOT, `${name}.js`);
  if (existsSync(compiled)) return readFileSync(compiled, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '');
  const filename = path.join(ROOT, `${name}.ts`);
  return transformSync(readFileSync(filename, 'utf8'), {
    filename,
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  }).code;
};

const collect = (name: string, found: Map<string, string>): void => {
  if (found.has(name)) return;
  const folder = path.posix.dirname(name);
  const code = readModule(name).replace(
    REQUIRE,
    (_call, wanted: string) => `load(${JSON.stringify(path.posix.join(folder, wanted))})`,
  );
  found.set(name, code);
  for (const [, wanted = ''] of code.matchAll(LOAD)) collect(wanted, found);
};

/** Its own small loader: `window.require` belongs to the simulated page, and must not know these. */
const join = (modules: Map<string, string>, entry: string): string => {
  const definitions = [...modules].map(
    ([name, code]) => `${JSON.stringify(name)}: (exports) => {\n${code}\n}`,
  );
  return `(() => {
const definitions = {\n${definitions.join(',\n')}\n};
const loaded = {};
const load = (name) => {
  if (!loaded[name]) definitions[name]((loaded[name] = {}));
  return loaded[name];
};
load(${JSON.stringify(entry)});
})();`;
};

const scripts = new Map<string, string>();

/**
 * A module of this folder and everything that it imports, as one plain script for a browser; made once per process.
 * Not by esbuild: its helper `__name` is not there in functions that puppeteer takes into the page.
 */
export const bundle = (entry: string): string => {
  const known = scripts.get(entry);
  if (known !== undefined) return known;
  const modules = new Map<string, string>();
  collect(entry, modules);
  const script = join(modules, entry);
  scripts.set(entry, script);
  return script;
};
