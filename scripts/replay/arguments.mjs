import { parseArgs } from 'node:util';
import { Refusal } from '../main.mjs';

export const USAGE = `Usage: npm run whatsapp:replay -- <what> [--company <id or name>] [--json]
  --list [--reason <reason>] [--limit <n>]   show what lies in quarantine, newest first
  --id <id> [--id <id> …]                    replay these lines
  --reason <reason> --all                    replay all that wait for this reason
  --dismiss --id <id> …, or --dismiss --reason <reason> --all
                                             give them up; they are forgotten with the rest of the log
Reasons: unknown-number, malformed, failed`;

const REASONS = ['unknown-number', 'malformed', 'failed'];
const MAX_LIMIT = 10_000;

const OPTIONS = {
  list: { type: 'boolean', default: false },
  id: { type: 'string', multiple: true },
  reason: { type: 'string' },
  all: { type: 'boolean', default: false },
  dismiss: { type: 'boolean', default: false },
  company: { type: 'string' },
  limit: { type: 'string', default: '100' },
  json: { type: 'boolean', default: false },
};

const refuse = (why) => {
  throw new Refusal(`${why}\n${USAGE}`);
};

const parse = (args) => {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    return refuse(error.message);
  }
};

/** What the person wants, checked before anything is started. */
export const readArguments = (args) => {
  const { list, id: ids, reason, all, dismiss, company, limit, json } = parse(args);
  if (reason !== undefined && !REASONS.includes(reason)) refuse(`"${reason}" is no reason`);
  if (list) {
    if (ids || all || dismiss) refuse('--list only shows');
    const count = Number(limit);
    if (!Number.isInteger(count) || count < 1 || count > MAX_LIMIT) refuse(`--limit is 1 to ${MAX_LIMIT}`);
    return { what: 'list', reason, company, limit: count, json };
  }
  const what = dismiss ? 'dismissed' : 'replaying';
  if (ids) {
    if (reason !== undefined || all) refuse('Either --id, or --reason with --all');
    return { what, choice: { ids }, company, json };
  }
  if (reason === undefined) refuse('Say what: --list, --id, or --reason with --all');
  if (!all) refuse('--reason means everything that waits for it: add --all');
  return { what, choice: { reason }, company, json };
};
