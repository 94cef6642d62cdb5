import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inRoot } from '../support/repository';

/** What the command says and how it ends. It must end before anything is built or started. */
const bench = (...args: string[]): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [inRoot('scripts/bench.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('close', (code) => resolve({ code, output: output.trim() }));
  });

describe('npm run bench', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'whatsapp-bench-command-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names the groups where one is unknown', async () => {
    const { code, output } = await bench('--only', 'inbx');
    expect(code).toBe(2);
    expect(output).toMatch(/^There is no group "inbx": there is ingest, outbound, .*web/);
  });

  it('leaves no file where nothing was measured', async () => {
    const file = path.join(folder, 'figures.json');
    expect(await bench('--only', 'web,inbx', '--json', file)).toMatchObject({ code: 2 });
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ['a file in no folder', (here: string) => path.join(here, 'nowhere', 'figures.json')],
    ['a folder', (here: string) => here],
    ['a file below a file', (here: string) => path.join(here, 'a-file', 'figures.json')],
  ])('refuses to write to %s', async (_what, fileIn) => {
    writeFileSync(path.join(folder, 'a-file'), '');
    const { code, output } = await bench('--only', 'ingest', '--json', fileIn(folder));
    expect(code).toBe(2);
    expect(output).toBe(
      `The figures cannot be written to ${fileIn(folder)}: name a file in a folder that may be written to.`,
    );
  });

  it.each([
    [['--only'], '--only lacks its value.'],
    [['--only', '--json'], '--only lacks its value.'],
    [['--fast'], '--fast is unknown: there is --only <group>, --json <file> and --full.'],
  ])('does not guess what %j means', async (args, sentence) => {
    expect(await bench(...args)).toEqual({ code: 2, output: sentence });
  });
});
