import type { Knex } from 'knex';
import { onEachDatabase } from '../support/on-each-database';
import { OFFER_UID } from '../support/random-requests/offer-type';
import { setRandomScene } from '../support/random-requests/random-scene';
import type { RandomScene } from '../support/random-requests/random-scene';
import { SECRET } from '../support/scoped-people';

const TIMEOUT_MS = 120_000;

/** Links for which the database has no constraint, written past Strapi: whatever put them there, they lead nowhere. */
onEachDatabase('a link to another company that is in the database', (installation) => {
  let scene: RandomScene;
  let database: Knex;
  beforeAll(async () => {
    scene = await setRandomScene(installation, { isolated: true });
    database = scene.scene.app.database;
  }, TIMEOUT_MS);
  afterAll(() => scene.stop());

  const foreign = (name: string) => scene.foreignRows.get(`api::${name}.${name}`)?.id;
  const ownOffers = () => database('app_offers').where({ document_id: scene.ownOffer.documentId });
  const ask = async (query: string): Promise<string> => {
    const replies = [
      await scene.callers.site?.get(`/api/offers/${scene.ownOffer.documentId}?${query}`),
      await scene.callers.panel?.get(`/content-manager/collection-types/${OFFER_UID}?${query}`),
    ];
    expect(replies.map((reply) => reply?.status)).toEqual([200, 200]);
    return JSON.stringify(replies.map((reply) => reply?.body));
  };

  it('from a part of a row shows nothing', async () => {
    const link = scene.map.models.find(({ uid }) => uid === 'sales.line')?.attributes.badge?.joinTable;
    const ownBadge = scene.scene.own.rows.badge.id;
    const badge = link?.inverseJoinColumn?.name ?? '';
    const changed = await database(link?.name ?? '')
      .where({ [badge]: ownBadge })
      .update({ [badge]: foreign('badge') });
    expect(changed).toBeGreaterThan(3);
    const query = ['main', 'lines', 'parts'].map((part) => `populate[${part}][populate]=*`).join('&');
    const answer = await ask(query);
    expect(answer).toContain('own line');
    expect(answer).not.toContain(SECRET);
    const probe = await scene.callers.site?.get(
      `/api/offers?filters[lines][badge][title][$contains]=${SECRET}`,
    );
    expect(probe?.body).toMatchObject({ data: [], meta: { pagination: { total: 0 } } });
  });

  it('to a row of any type shows nothing', async () => {
    await ownOffers().update({ target_id: foreign('deal'), target_type: 'api::deal.deal' });
    const morph = { sources_id: foreign('stage'), sources_type: 'api::stage.stage' };
    const offers = await ownOffers().select<{ id: number }[]>('id');
    await database('app_offers_sources_mph').insert(
      offers.map(({ id }) => ({ offer_id: id, ...morph, field: 'sources', order: 1 })),
    );
    const answer = await ask('populate[about][populate]=*&populate[sources][populate]=*');
    expect(answer).toContain('own offer');
    expect(answer).not.toContain(SECRET);
  });

  it.each(['about', 'sources'])('cannot be written as a relation to any type: %s', async (name) => {
    const before = await scene.other.rows();
    const write = async (id: number | undefined, form: 'list' | 'connect') => {
      const rows = [{ __type: 'api::deal.deal', id }];
      const value = { list: rows, connect: { connect: rows } }[form];
      const data = { [name]: name === 'about' ? rows[0] : value };
      const reply = await scene.callers.site?.put(`/api/offers/${scene.ownOffer.documentId}`, { data });
      return [
        reply?.status,
        JSON.stringify(reply?.body)
          .replaceAll(String(id), '<id>')
          .replace(/"\d{4}-[^"]*Z"/g, ''),
      ];
    };
    for (const form of ['list', 'connect'] as const) {
      const [one, other] = [await write(foreign('deal'), form), await write(99_999_999, form)];
      expect(one).toEqual(other);
      expect(one[0]).toBe(400);
    }
    expect(await scene.other.rows()).toEqual(before);
  });
});
