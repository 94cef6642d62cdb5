import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromiumArgs, findChromium, majorOf } from './chromium';

describe('the browser', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'chromium-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const program = (name: string, mode = 0o755): string => {
    const file = path.join(folder, name);
    writeFileSync(file, '', { mode });
    return file;
  };

  it('is the lean one where both are present', () => {
    const [shell, full] = [program('chromium-headless-shell'), program('chromium')];
    expect(findChromium(undefined, [shell, full])).toBe(shell);
  });

  it('is the one that is configured, wherever it lies', () => {
    const own = program('own');
    expect(findChromium(own, [program('chromium')])).toBe(own);
  });

  it('is asked for by the name of its package when there is none', () => {
    expect(() => findChromium(undefined, [path.join(folder, 'none')])).toThrow(
      expect.objectContaining({
        message: 'Chromium is not installed on this machine',
        remedy: expect.stringContaining('apt-get install chromium-headless-shell') as string,
      }) as Error,
    );
  });

  it('is not replaced by another one when the configured path is wrong', () => {
    const other = program('chromium');
    expect(() => findChromium(path.join(folder, 'none'), [other])).toThrow(/path that is configured/);
  });

  it('is nothing that cannot be run', () => {
    expect(() => findChromium(program('text', 0o644))).toThrow(/path that is configured/);
  });

  it('keeps its sandbox unless root runs it', () => {
    expect(chromiumArgs({ isRoot: false })).not.toContain('--no-sandbox');
    expect(chromiumArgs({ isRoot: true })).toContain('--no-sandbox');
  });

  it('is never told to do without what saves memory', () => {
    expect(chromiumArgs({ isRoot: true }).join(' ')).not.toMatch(/no-zygote|single-process/);
  });

  it.each([
    ['Chromium 156.0.8078.79 built on Debian', '156'],
    ['Google Chrome 99.0.1.2', '99'],
    ['nothing', undefined],
  ])('says its version in %p', (text, major) => expect(majorOf(text)).toBe(major));
});
