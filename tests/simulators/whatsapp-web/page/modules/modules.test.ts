import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_PAGE_CONFIG } from '../../protocol/page-config';
import { createMemoryStorage } from '../../testing/memory-storage';
import { createPage } from '../create-page';
import { LEFT_OUT } from './left-out';
import { createModules } from './registry';

const LIBRARY = path.dirname(require.resolve('whatsapp-web.js/package.json'));
const ASKED = /(?:require\(\s*|module:\s*)'(WA\w+)'/g;
/** Nobody asks for these by name; they are here for whoever evaluates in the page. */
const UNASKED = ['WAWebPresenceCollection'];

const askedNames = (): string[] => {
  const files = readdirSync(path.join(LIBRARY, 'src'), { recursive: true, encoding: 'utf8' });
  const names = files
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(path.join(LIBRARY, 'src', file), 'utf8'))
    .flatMap((code) => [...code.matchAll(ASKED)].map(([, name]) => name ?? ''));
  return [...new Set(names)].sort();
};

const present = Object.keys(
  createModules(createPage(DEFAULT_PAGE_CONFIG, createMemoryStorage(), 'wss://127.0.0.1/')),
);
const leftOut = Object.values(LEFT_OUT).flat();

describe('the modules of the page', () => {
  it('are every module that the installed library asks for, or named as left out', () => {
    const known = new Set([...present, ...leftOut]);
    expect(askedNames().filter((name) => !known.has(name))).toEqual([]);
  });

  it('are none that the library does not ask for', () => {
    const asked = new Set([...askedNames(), ...UNASKED]);
    expect([...present, ...leftOut].filter((name) => !asked.has(name))).toEqual([]);
  });

  it('are not at the same time left out', () => {
    expect(leftOut.filter((name) => present.includes(name))).toEqual([]);
    expect(new Set(leftOut).size).toBe(leftOut.length);
  });
});
