import fc from 'fast-check';
import { z } from 'zod';
import { attemptsOf, findLeaks } from '../support/leak-attempts';
import { onDatabase, onEachDatabase } from '../support/on-each-database';
import { randomQuery } from '../support/random-queries';
import { startScopedApp } from '../support/scoped-app';
import type { ScopedApp } from '../support/scoped-app';
import { connected, createRow, SECRET, setScopedScene } from '../support/scoped-people';
import type { Row, Scene } from '../support/scoped-people';

const TIMEOUT_MS = 300_000;
const RANDOM_QUERIES = 300;
const Total = z.object({ meta: z.object({ pagination: z.object({ total: z.number() }) }) });

onEachDatabase('the choke point', (installation) => {
  describe('in its place', () => {
    let app: ScopedApp;
    let scene: Scene;
    beforeAll(async () => {
      app = await startScopedApp(installation, { isolated: true });
      scene = await setScopedScene(app);
    }, TIMEOUT_MS);
    afterAll(() => app.stop());

    it(
      'lets no attempt through',
      async () => {
        const attempts = attemptsOf(scene);
        expect(attempts.length).toBeGreaterThan(120);
        expect(await findLeaks(attempts)).toEqual([]);
      },
      TIMEOUT_MS,
    );

    it('lets each company work with its own rows as if it were alone', async () => {
      const { own } = scene;
      const stage = await createRow(own.panel, 'stage', { title: 'own second stage' });
      const path = `/content-manager/collection-types/api::deal.deal/${own.rows.deal.documentId}`;
      expect((await own.panel.put(path, { stage: connected(stage) })).status).toBe(200);
      const reply = await own.site.get(`/api/deals/${own.rows.deal.documentId}?populate=*`);
      expect(reply.body).toMatchObject({
        data: { title: 'own deal', stage: { title: 'own second stage' }, badges: [{ title: 'own badge' }] },
      });
      expect(
        (await own.site.put(`/api/stages/${stage.documentId}`, { data: { title: 'renamed' } })).status,
      ).toBe(200);
      expect((await own.site.delete(`/api/stages/${stage.documentId}`)).status).toBe(204);
    });

    it('counts no link of another company to what is nobody’s', async () => {
      const { own, foreign, app: running } = scene;
      const shared = await createRow(own.panel, 'topic', { title: 'linked by both' });
      const links = () => running.database('app_deals_topics_lnk');
      const link = (deal: Row) => links().insert({ deal_id: deal.id, topic_id: shared.id });
      const without = async () =>
        (await own.site.get('/api/topics?filters[title]=linked by both&filters[deals][$null]=true')).body;
      await link(foreign.rows.deal);
      await link(own.rows.deal);
      expect(await without()).toMatchObject({ data: [] });
      await links().where({ topic_id: shared.id, deal_id: own.rows.deal.id }).delete();
      expect(await without()).toMatchObject({ data: [{ documentId: shared.documentId }] });
    });

    it.each(['editor', 'author'] as const)(
      'shows the rows of the own company, and none else, to an %s of Strapi',
      async (role) => {
        const path = '/content-manager/collection-types/api::deal.deal?pageSize=100';
        const { status, body } = await scene[role].get(path);
        expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining('own deal')]);
        expect(JSON.stringify(body)).not.toContain(SECRET);
      },
    );

    it('stamps every row with a company, and writes none for a token of no company', async () => {
      const { fullToken, app: running } = scene;
      expect((await fullToken.post('/api/deals', { data: { title: 'stray' } })).status).toBe(403);
      const [count] = await running.database('app_deals').whereNull('tenant_id').count({ n: '*' });
      expect(Number(count?.n)).toBe(0);
    });

    it(
      'finds nothing of another company, whatever is asked',
      async () => {
        const { own, foreign } = scene;
        const traces = [SECRET, ...Object.values(foreign.rows).map(({ documentId }) => documentId)];
        let answered = 0;
        const property = fc.asyncProperty(randomQuery, async ({ type, path }) => {
          const { status, body } = await own.site.get(path);
          const text = JSON.stringify(body);
          expect(status === 200 ? traces.filter((trace) => text.includes(trace)) : []).toEqual([]);
          expect([200, 400]).toContain(status);
          answered += status === 200 ? 1 : 0;
          const total = Total.safeParse(body).data?.meta.pagination.total ?? 0;
          const [all] = await app.database(`app_${type}s`).count({ n: '*' });
          // One row of each type is the other company's at least, and nobody's type has none of it.
          expect(total).toBeLessThanOrEqual(Number(all?.n) - (type === 'topic' ? 0 : 1));
        });
        await fc.assert(property, { numRuns: RANDOM_QUERIES });
        expect(answered).toBeGreaterThan(RANDOM_QUERIES / 3);
      },
      TIMEOUT_MS,
    );

    it('shows a company’s secrets to nobody in the Content Manager, which knows no private fields', async () => {
      const { panel } = scene.own;
      const type = '/content-manager/collection-types/api::deal.deal';
      const created = await panel.post(type, { title: 'own' });
      expect([created.status, JSON.stringify(created.body)]).toEqual([
        201,
        expect.stringContaining('"tenant":{'),
      ]);
      const replies = [created, await panel.get(`${type}?populate=tenant`)];
      expect(JSON.stringify(replies.map(({ body }) => body))).not.toMatch(/webhook_?key|verify_?token/i);
    });

    it('does not show whose a row is', async () => {
      const reply = await scene.own.site.get('/api/deals?populate=*');
      expect(JSON.stringify(reply.body)).not.toContain('tenant');
    });
  });
});

onDatabase('sqlite', 'the choke point, taken out,', (installation) => {
  it(
    'is missed: the same attempts get through',
    async () => {
      const app = await startScopedApp(installation, { isolated: false });
      try {
        expect((await findLeaks(attemptsOf(await setScopedScene(app)))).length).toBeGreaterThan(30);
      } finally {
        await app.stop();
      }
    },
    TIMEOUT_MS,
  );
});
