import { z } from 'zod';
import { IsolationReport } from '../../src/plugins/whatsapp/contracts/isolation';
import { readData } from '../support/api-client';
import { createCompany } from '../support/company';
import { createSiteUser } from '../support/content-manager';
import { eventually } from '../support/eventually';
import { addCarelessRoutes, launchCheck, runCheck } from '../support/isolation-command';
import type { CheckOutcome } from '../support/isolation-command';
import { onDatabase, onEachDatabase } from '../support/on-each-database';
import { makeScopedFolder } from '../support/scoped-app';
import type { ScopedFolder } from '../support/scoped-app';
import { readRows } from '../support/stored-rows';
import { countTables, filledByPeople } from '../support/table-counts';

const TIMEOUT_MS = 900_000;
const MARK = 'isolation-check-%';
const Tenant = z.object({ webhook_key: z.string() });
const Counted = z.object({ n: z.coerce.number() });

// A whole check takes thousands of requests: on PostgreSQL from the panel, on SQLite as a command, with more types.
onDatabase('postgres', 'the isolation check', (installation) => {
  describe('in the panel', () => {
    it(
      'finds no leak and no route that it cannot try, and leaves nothing behind',
      async () => {
        const patient = installation.superAdmin.client.patient(TIMEOUT_MS);
        const report = readData(IsolationReport, await patient.post('/whatsapp/isolation-checks'));
        expect(report.leaks).toEqual([]);
        expect(report.untested).toEqual([]);
        expect(report.attempts).toBeGreaterThan(300);
        expect(report.routes).toBe(report.perRoute.length - 1);
        expect(report.perRoute.map(({ target }) => target)).toEqual(
          expect.arrayContaining([
            'GET /whatsapp/conversations/:conversationId',
            'GET /api/whatsapp/conversations',
            'PUT /content-manager/collection-types/:model/:id',
            'socket',
          ]),
        );

        const database = installation.database();
        const left = await Promise.all(
          [
            database('whatsapp_tenants').where('webhook_key', 'like', MARK),
            database('admin_users').where('email', 'like', MARK),
            database('admin_roles').where('name', 'like', MARK),
            database('up_users').where('email', 'like', MARK),
            database('up_roles').where('name', 'like', MARK),
            database('strapi_api_tokens').where('name', 'like', MARK),
          ].map((query) => readRows(Counted, query.count({ n: '*' }))),
        );
        expect(left.flat().map(({ n }) => n)).toEqual([0, 0, 0, 0, 0, 0]);
      },
      TIMEOUT_MS,
    );
  });
});

onEachDatabase('the isolation check', (installation) => {
  it('is the platform’s: to everybody else the route is not there', async () => {
    const company = await createCompany(installation);
    const site = await createSiteUser(installation);
    const ask = [company.owner.client, site.client, site.client.as(null)].map((client) =>
      client.post('/whatsapp/isolation-checks'),
    );
    expect((await Promise.all(ask)).map(({ status }) => status)).toEqual([404, 401, 401]);
  });
});

onDatabase('sqlite', 'the isolation check', (installation) => {
  describe('as a command, in an application with types of its own', () => {
    let app: ScopedFolder;
    let first: CheckOutcome;
    let after: Record<string, number>;
    beforeAll(async () => {
      app = await makeScopedFolder(installation, { isolated: true });
      first = await runCheck(app);
      after = await countTables(app.database, installation.kind);
    }, TIMEOUT_MS);
    afterAll(() => app.remove());

    it('tries them as well, finds nothing, prints a table and ends with 0', () => {
      expect(first.report).toMatchObject({ leaks: [], untested: [] });
      expect(first.report?.attempts).toBeGreaterThan(1_000);
      expect(first.output).toContain('✔ GET /api/deals/:id ');
      expect(first.output).toMatch(
        /\d+ attempts on \d+ routes and the sockets in \d+ s: 0 leaks, 0 untested/,
      );
      expect(first.code).toBe(0);
    });

    it('leaves no row in any table of people or companies', () => {
      expect(filledByPeople(after)).toEqual([]);
    });

    it(
      'tidies up when it is interrupted, and the next one after one that was killed',
      async () => {
        const keys = async () =>
          (await readRows(Tenant, app.database('whatsapp_tenants').select('webhook_key'))).map(
            (tenant) => tenant.webhook_key,
          );
        const stopInTheMiddle = async (signal: NodeJS.Signals) => {
          const before = await keys();
          const check = launchCheck(app);
          const isBusy = async () => {
            const now = await keys();
            expect(now.filter((key) => !before.includes(key))).toHaveLength(2);
          };
          await eventually(isBusy, { deadlineMs: 180_000, pollMs: 100 });
          process.kill(check.pid, signal);
          return check.exited;
        };
        expect(await stopInTheMiddle('SIGKILL')).toBeNull();
        expect(await keys()).toHaveLength(2);
        expect(await stopInTheMiddle('SIGINT')).toBe(130);
        expect(await countTables(app.database, installation.kind)).toEqual(after);
      },
      TIMEOUT_MS,
    );

    it(
      'is red with 1 for a route that leaks, and for one that it does not know how to ask',
      async () => {
        addCarelessRoutes(app);
        const { code, report } = await runCheck(app, '/api/deals');
        const [leaking, unknown] = [report?.leaks ?? [], report?.untested ?? []];
        expect([...new Set(leaking.map(({ target }) => target))]).toEqual(['GET /api/deals/:id/peek']);
        expect(leaking.map(({ as }) => as)).toEqual(expect.arrayContaining(['site user', 'api token']));
        expect(unknown).toEqual([
          expect.objectContaining({ target: 'GET /api/deals/guess/:riddle', outcome: 'untested' }),
        ]);
        expect(code).toBe(1);
        expect(await countTables(app.database, installation.kind)).toEqual(after);
      },
      TIMEOUT_MS,
    );
  });

  describe('without the choke point', () => {
    it(
      'finds the leaks',
      async () => {
        const app = await makeScopedFolder(installation, { isolated: false });
        try {
          const { code, report } = await runCheck(app, ' /api/');
          expect(new Set(report?.leaks.map(({ target }) => target)).size).toBeGreaterThan(10);
          expect(code).toBe(1);
        } finally {
          await app.remove();
        }
      },
      TIMEOUT_MS,
    );
  });
});
