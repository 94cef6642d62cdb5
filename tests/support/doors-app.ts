import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A handler of an application that goes straight to Strapi's engine, as resolvers of GraphQL do. */
const ENGINE = `
module.exports = {
  async find(ctx) {
    const [deal, topic] = ['api::deal.deal', 'api::topic.topic'];
    const topics = await strapi.db.query(topic).findMany({ populate: ['deals'] });
    const streamed = [];
    for await (const row of strapi.db.queryBuilder(deal).select('*').stream()) streamed.push(row);
    ctx.body = {
      documents: await strapi.documents(deal).findMany({ populate: ['stage', 'badges', 'topics'] }),
      counted: await strapi.documents(deal).count(),
      first: await strapi.documents(deal).findFirst({ sort: 'id:desc' }),
      byQuery: await strapi.db.query(deal).findMany({ populate: true }),
      page: await strapi.db.query(deal).findPage({ page: 1, pageSize: 100 }),
      built: await strapi.db.queryBuilder(deal).select('*').execute(),
      service: await strapi.entityService.findMany(deal, { populate: '*' }),
      loaded: await Promise.all(topics.map((one) => strapi.db.query(topic).load(one, 'deals'))),
      pages: await Promise.all(topics.map((one) => strapi.db.query(topic).loadPages(one, 'deals', { page: 1, pageSize: 100 }))),
      streamed,
      topics,
    };
  },
};`;

const ENGINE_ROUTES = `
module.exports = { routes: [{ method: 'GET', path: '/engine', handler: 'engine.find' }] };`;

/** A task of an application that forgot to say for whom it works, and one that said it. */
const TASKS = `
const { asTenants } = require('./plugins/whatsapp/server/src/kit/scope');
module.exports = {
  bootstrap({ strapi }) {
    const count = () => strapi.db.query('api::deal.deal').count();
    const tell = (name, run) => async () => {
      try {
        strapi.log.info(\`task \${name} read \${await run()} deals\`);
      } catch (error) {
        strapi.log.error(\`task \${name} failed: \${error.name}: \${error.message}\`);
      }
    };
    strapi.cron.add({
      careless: { task: tell('careless', count), options: { rule: '* * * * * *' } },
      careful: { task: tell('careful', () => asTenants([1], count)), options: { rule: '* * * * * *' } },
    });
  },
};`;

const change = (file: string, from: string, to: string): void => {
  const before = readFileSync(file, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, before.replace(from, to));
};

/** Ways to a company's rows beside REST and Content Manager: MCP, code of the application in requests and in tasks. */
export const openOtherDoors = (folder: string): void => {
  const api = path.join(folder, 'dist/src/api/engine');
  for (const [file, content] of [
    ['controllers/engine.js', ENGINE],
    ['routes/engine.js', ENGINE_ROUTES],
  ] as const) {
    mkdirSync(path.dirname(path.join(api, file)), { recursive: true });
    writeFileSync(path.join(api, file), content);
  }
  writeFileSync(path.join(folder, 'dist/src/index.js'), TASKS);
  change(path.join(folder, 'dist/config/server.js'), 'transfer:', 'mcp: { enabled: true }, transfer:');
};
