import { writeFileSync } from 'node:fs';
import { z } from 'zod';

const DEFAULT_SEED = '20261123';
const DEFAULT_FAULTS = 150;

const Settings = z.object({
  CHAOS_SEED: z.string().min(1).default(DEFAULT_SEED),
  CHAOS_FAULTS: z.coerce.number().int().positive().default(DEFAULT_FAULTS),
  CHAOS_JSON: z.string().min(1).optional(),
});

/** What `npm run chaos` hands over; the defaults are the run that belongs to the tests. */
export const readPlan = () => {
  const { CHAOS_SEED: seed, CHAOS_FAULTS: faults } = Settings.parse(process.env);
  return { seed, faults };
};

/** Says what came of it, and writes it where `--json` wants it. */
export const publish = (report: object): void => {
  const text = `${JSON.stringify(report, null, 2)}\n`;
  process.stderr.write(text);
  const { CHAOS_JSON: file } = Settings.parse(process.env);
  if (file) writeFileSync(file, text);
};
