import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { IsolationReport } from '../../src/plugins/whatsapp/contracts/isolation';
import { startProcess } from './managed-process';
import type { ManagedProcess } from './managed-process';
import { inRoot } from './repository';
import type { ScopedFolder } from './scoped-app';

/** The file that the command writes. */
export const WrittenReport = IsolationReport.pick({
  attempts: true,
  leaks: true,
  routes: true,
  untested: true,
}).strict();
export type WrittenReport = z.infer<typeof WrittenReport>;

const reportFile = ({ folder }: ScopedFolder): string => path.join(folder, 'report.json');

/** What `npm run whatsapp:isolation` starts once everything is built. */
export const launchCheck = (app: ScopedFolder, only = ''): ManagedProcess =>
  startProcess({
    file: inRoot('scripts/isolation/check.mjs'),
    args: ['--app', app.folder, '--json', reportFile(app), '--only', only],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...app.env },
    logFile: path.join(app.folder, 'check.log'),
  });

export interface CheckOutcome {
  code: number | null;
  report: WrittenReport | null;
  output: string;
}

/** Runs it to its end. */
export const runCheck = async (app: ScopedFolder, only?: string): Promise<CheckOutcome> => {
  const check = launchCheck(app, only);
  const code = await check.exited;
  const file = reportFile(app);
  const report = existsSync(file) ? WrittenReport.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  return { code, report, output: readFileSync(path.join(app.folder, 'check.log'), 'utf8') };
};

const PEEK = `module.exports = {
  async peek(ctx) {
    const row = await strapi.db.connection('app_deals').where({ document_id: ctx.params.id }).first();
    if (!row) return ctx.notFound();
    ctx.body = { data: { title: row.title } };
  },
  async guess(ctx) {
    ctx.body = { data: null };
  },
};`;
const ROUTES = `module.exports = {
  routes: [
    { method: 'GET', path: '/deals/:id/peek', handler: 'deal-extra.peek' },
    { method: 'GET', path: '/deals/guess/:riddle', handler: 'deal-extra.guess' },
  ],
};`;

/** What an application's developer may do wrong: a route past Strapi's engine, and one that nobody can ask. */
export const addCarelessRoutes = ({ folder }: ScopedFolder): void => {
  const api = path.join(folder, 'dist/src/api/deal');
  for (const [file, content] of [
    ['controllers/deal-extra.js', PEEK],
    ['routes/extra.js', ROUTES],
  ] as const) {
    mkdirSync(path.dirname(path.join(api, file)), { recursive: true });
    writeFileSync(path.join(api, file), content);
  }
};
