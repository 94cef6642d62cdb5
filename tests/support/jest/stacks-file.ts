import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { InstallationAddress } from '../installation';
import { inRoot } from '../repository';

/** Where Jest's set-up writes down what it started, and the suites read it. */
const FILE = inRoot('tests/.build/api-stacks.json');

export const writeStacksFile = (addresses: InstallationAddress[]): void => {
  mkdirSync(inRoot('tests/.build'), { recursive: true });
  writeFileSync(FILE, JSON.stringify(addresses), { mode: 0o600 });
};

export const readStacksFile = (): InstallationAddress[] =>
  JSON.parse(readFileSync(FILE, 'utf8')) as InstallationAddress[];

export const removeStacksFile = (): void => rmSync(FILE, { force: true });
