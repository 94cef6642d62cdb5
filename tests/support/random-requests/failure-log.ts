import { readFileSync } from 'node:fs';

/** What an application wrote about requests that ended in a 500, with the place in its code. */
export interface FailureLog {
  /** Everything since the last time. */
  take(): string[];
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
const ENTRY = /^\[[^\]]+\] (\w+): /;

export const followFailures = (file: string): FailureLog => {
  let read = 0;
  return {
    take() {
      const lines = readFileSync(file, 'utf8').replace(COLOURS, '').split('\n');
      const failures: string[] = [];
      let isFailure = false;
      for (const line of lines.slice(read)) {
        const [, level] = ENTRY.exec(line) ?? [];
        if (level) isFailure = level === 'error';
        if (level === 'error') failures.push(line.replace(ENTRY, ''));
        else if (isFailure && /^\s+at /.test(line)) failures.push(`${failures.pop() ?? ''}\n${line.trim()}`);
      }
      read = Math.max(0, lines.length - 1);
      return failures;
    },
  };
};
