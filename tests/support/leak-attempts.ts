import type { ApiClient, Reply } from './api-client';
import { connected, SECRET } from './scoped-people';
import type { Scene } from './scoped-people';

/** One clever request, and how it is seen that it got through. */
export interface Attempt {
  name: string;
  leaks(): Promise<boolean>;
}

const NOWHERE = 'a'.repeat(24);
const CM = '/content-manager/collection-types';

/** Everything of the other company, as the database has it. */
const stateOf = async ({ app, foreign }: Scene): Promise<string> => {
  const { deal, stage, badge } = foreign.rows;
  const { database } = app;
  const deals = await database('app_deals').where({ document_id: deal.documentId }).orderBy('id');
  const stages = await database('app_stages').where({ document_id: stage.documentId }).orderBy('id');
  const badges = await database('app_badges').where({ document_id: badge.documentId }).orderBy('id');
  const links = await database('app_deals_badges_lnk')
    .where({ deal_id: deal.id })
    .orWhere({ badge_id: badge.id })
    .select('deal_id', 'badge_id');
  const topics = await database('app_deals_topics_lnk').where({ deal_id: deal.id }).select('topic_id');
  const ofStage = await database('app_deals').where({ stage_id: stage.id }).select('id');
  return JSON.stringify([deals, stages, badges, links, topics, ofStage]);
};

export const attemptsOf = (scene: Scene): Attempt[] => {
  const { own, foreign, fullToken, topic, app, editor, author } = scene;
  const { deal, stage, badge } = foreign.rows;
  const shows = ({ body }: Reply): boolean => {
    const text = JSON.stringify(body);
    return text.includes(SECRET) || [deal, stage, badge].some(({ documentId }) => text.includes(documentId));
  };
  const reading = (name: string, ask: () => Promise<Reply>): Attempt => ({
    name,
    leaks: async () => shows(await ask()),
  });
  /** A filter that only the other company's rows meet must find nothing: not even a number. */
  const probing = (name: string, ask: () => Promise<Reply>): Attempt => ({
    name,
    leaks: async () => /"total":[1-9]/.test(JSON.stringify((await ask()).body)),
  });
  const writing = (name: string, ask: () => Promise<Reply>): Attempt => ({
    name,
    leaks: async () => {
      const before = await stateOf(scene);
      const reply = await ask();
      // A refusal may repeat the id that was sent; what it must not do is tell or change a row.
      return JSON.stringify(reply.body).includes(SECRET) || (await stateOf(scene)) !== before;
    },
  });
  const asking = (name: string, one: () => Promise<Reply>, other: () => Promise<Reply>): Attempt => ({
    name,
    leaks: async () => {
      const [real, absent] = [await one(), await other()];
      return real.status !== absent.status;
    },
  });

  const rest = (label: string, api: ApiClient): Attempt[] => [
    reading(`${label} list`, () => api.get('/api/deals')),
    reading(`${label} findOne`, () => api.get(`/api/deals/${deal.documentId}`)),
    probing(`${label} filter`, () => api.get(`/api/deals?filters[title][$contains]=${SECRET}`)),
    probing(`${label} filter by relation`, () =>
      api.get(`/api/badges?filters[deals][title][$contains]=${SECRET}`),
    ),
    probing(`${label} filter by a column`, () =>
      api.get(`/api/stages?filters[deals][stage][title][$contains]=${SECRET}`),
    ),
    probing(`${label} filter of nobody's type by relation`, () =>
      api.get(`/api/topics?filters[deals][title][$contains]=${SECRET}`),
    ),
    reading(`${label} populate`, () => api.get('/api/stages?populate[deals][populate]=*')),
    reading(`${label} populate of nobody's type`, () => api.get('/api/topics?populate=deals')),
    reading(`${label} populate two deep`, () =>
      api.get('/api/topics?populate[deals][populate][badges]=true'),
    ),
    reading(`${label} sort by relation`, () => api.get('/api/deals?sort=stage.title&populate=stage')),
    writing(`${label} update`, () => api.put(`/api/deals/${deal.documentId}`, { data: { title: 'taken' } })),
    writing(`${label} delete`, () => api.delete(`/api/deals/${deal.documentId}`)),
    writing(`${label} create with a column`, () => api.post('/api/deals', { data: { stage: stage.id } })),
    writing(`${label} create with a document`, () =>
      api.post('/api/deals', { data: { stage: stage.documentId } }),
    ),
    writing(`${label} create with many`, () => api.post('/api/deals', { data: { badges: [badge.id] } })),
    ...[
      ['connect', { connect: [badge.documentId] }],
      ['connect by id', { connect: [{ id: badge.id }] }],
      ['set', { set: [{ documentId: badge.documentId }] }],
      ['list', [badge.id]],
    ].map(([form, badges]) =>
      writing(`${label} ${JSON.stringify(form)} many`, () =>
        api.put(`/api/deals/${own.rows.deal.documentId}`, { data: { badges } }),
      ),
    ),
    ...[
      ['connect', { connect: [deal.documentId] }],
      ['set', { set: [{ id: deal.id }] }],
      ['list', [deal.id]],
    ].map(([form, deals]) =>
      writing(`${label} ${JSON.stringify(form)} from the other side`, () =>
        api.put(`/api/stages/${own.rows.stage.documentId}`, { data: { deals } }),
      ),
    ),
    writing(`${label} from nobody's type`, () =>
      api.put(`/api/topics/${topic.documentId}`, { data: { deals: { connect: [{ id: deal.id }] } } }),
    ),
    ...[[], null, [own.rows.deal.id], { set: [] }].map((deals) =>
      writing(`${label} ${JSON.stringify(deals)} and no others from nobody's type`, () =>
        api.put(`/api/topics/${topic.documentId}`, { data: { deals } }),
      ),
    ),
    writing(`${label} create for the other`, () =>
      api.post('/api/deals', { data: { title: 'x', tenant: foreign.tenantId } }),
    ),
  ];

  const type = `${CM}/api::deal.deal`;
  const content = (label: string, cm: ApiClient): Attempt[] => [
    reading(`${label} list`, () => cm.get(`${type}?pageSize=100`)),
    probing(`${label} search`, () => cm.get(`${type}?_q=${SECRET}`)),
    probing(`${label} filter by relation`, () =>
      cm.get(`${type}?filters[$and][0][stage][title][$contains]=${SECRET}`),
    ),
    reading(`${label} findOne`, () => cm.get(`${type}/${deal.documentId}`)),
    asking(
      `${label} exists`,
      () => cm.get(`${type}/${deal.documentId}`),
      () => cm.get(`${type}/${NOWHERE}`),
    ),
    reading(`${label} picker`, () => cm.get('/content-manager/relations/api::deal.deal/stage?pageSize=50')),
    reading(`${label} picker of many`, () =>
      cm.get('/content-manager/relations/api::deal.deal/badges?pageSize=50'),
    ),
    reading(`${label} related`, () =>
      cm.get(`/content-manager/relations/api::deal.deal/${deal.documentId}/stage`),
    ),
    reading(`${label} related many`, () =>
      cm.get(`/content-manager/relations/api::stage.stage/${stage.documentId}/deals`),
    ),
    reading(`${label} related of nobody's type`, () =>
      cm.get(`/content-manager/relations/api::topic.topic/${topic.documentId}/deals`),
    ),
    writing(`${label} update`, () => cm.put(`${type}/${deal.documentId}`, { title: 'taken' })),
    writing(`${label} delete`, () => cm.delete(`${type}/${deal.documentId}`)),
    writing(`${label} bulk delete`, () =>
      cm.post(`${type}/actions/bulkDelete`, { documentIds: [deal.documentId] }),
    ),
    reading(`${label} bulk look-up`, () =>
      cm.post(`${type}/actions/bulkFindForValidation`, { documentIds: [deal.documentId] }),
    ),
    writing(`${label} create linked`, () => cm.post(type, { title: 'x', stage: connected(stage) })),
    writing(`${label} create linked to many`, () => cm.post(type, { title: 'x', badges: connected(badge) })),
    writing(`${label} link`, () =>
      cm.put(`${type}/${own.rows.deal.documentId}`, { badges: connected(badge) }),
    ),
    writing(`${label} link from the other side`, () =>
      cm.put(`${CM}/api::stage.stage/${own.rows.stage.documentId}`, { deals: connected(deal) }),
    ),
    writing(`${label} clone`, () => cm.post(`${type}/clone/${deal.documentId}`, { title: 'x' })),
    writing(`${label} auto-clone`, () => cm.post(`${type}/auto-clone/${deal.documentId}`, {})),
    reading(`${label} recent documents`, () =>
      cm.get('/content-manager/homepage/recent-documents?action=update'),
    ),
    {
      name: `${label} homepage count`,
      leaks: async () =>
        /"(published|draft|modified)":[1-9]/.test(
          JSON.stringify((await cm.get('/content-manager/homepage/count-documents')).body),
        ),
    },
  ];

  const platform = app.superAdmin.client;
  return [
    ...rest('site user', own.site),
    ...rest('full token', fullToken),
    ...content('CM', own.panel),
    ...content('CM editor', editor),
    ...content('CM author', author),
    reading('super admin, CM list', () => platform.get(`${type}?pageSize=100`)),
    reading('super admin, CM findOne', () => platform.get(`${type}/${deal.documentId}`)),
    ...['conversation', 'message', 'contact', 'channel', 'tenant', 'member'].map((name) =>
      probing(`super admin, ${name} list`, () => platform.get(`${CM}/plugin::whatsapp.${name}`)),
    ),
  ];
};

/** The names of the attempts that got through, one after the other: each sees what the ones before left. */
export const findLeaks = async (attempts: Attempt[]): Promise<string[]> => {
  const leaks: string[] = [];
  for (const { name, leaks: tryIt } of attempts) if (await tryIt()) leaks.push(name);
  return leaks;
};
