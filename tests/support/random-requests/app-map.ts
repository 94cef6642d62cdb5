import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Attribute = z.object({
  type: z.string(),
  relation: z.string().optional(),
  target: z.string().optional(),
  component: z.string().optional(),
  components: z.array(z.string()).optional(),
  repeatable: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  columnName: z.string().optional(),
  joinColumn: z.object({ name: z.string() }).nullish(),
  joinTable: z
    .object({
      name: z.string(),
      joinColumn: z.object({ name: z.string() }).nullish(),
      inverseJoinColumn: z.object({ name: z.string() }).nullish(),
    })
    .nullish(),
});
export type Attribute = z.infer<typeof Attribute>;

const Model = z.object({
  uid: z.string(),
  tableName: z.string(),
  pluralName: z.string().nullable(),
  isScoped: z.boolean(),
  /** What a developer wrote, and what Strapi added. */
  attributes: z.record(z.string(), Attribute),
});
export type Model = z.infer<typeof Model>;

const Route = z.object({ methods: z.array(z.string()), path: z.string(), params: z.array(z.unknown()) });
export type Route = z.infer<typeof Route>;

const AppMap = z.object({ routes: z.array(Route), models: z.array(Model) });
/** What a running Strapi says about itself: every route of its router, every model of its database. */
export type AppMap = z.infer<typeof AppMap>;

const FILE = 'app-map.json';

const TELL = `
const { writeFileSync } = require('node:fs');
// The engine takes components for relations: what they are stands in the schema, where they are kept in the model.
const attributesOf = (strapi, { uid, attributes }) => {
  const written = (strapi.contentTypes[uid] ?? strapi.components[uid])?.attributes ?? {};
  return Object.fromEntries(Object.entries(attributes).map(([name, one]) => [name, { ...one, ...written[name] }]));
};
const describe = (strapi) => ({
  routes: strapi.server.listRoutes().map(({ methods, path, paramNames }) => ({
    methods: methods.filter((method) => method !== 'HEAD'), path: String(path), params: paramNames.map(({ name }) => name),
  })),
  models: [...strapi.db.metadata.values()].map((model) => ({
    uid: model.uid, tableName: model.tableName, attributes: attributesOf(strapi, model),
    pluralName: strapi.contentTypes[model.uid]?.info?.pluralName ?? null,
    isScoped: model.uid.startsWith('plugin::whatsapp.') || strapi.contentTypes[model.uid]?.pluginOptions?.whatsapp?.tenantScoped === true,
  })),
});
module.exports = {
  bootstrap({ strapi }) {
    // Routes are mounted when Strapi begins to listen, and not before.
    strapi.server.httpServer.once('listening', () => {
      writeFileSync(require('node:path').join(process.cwd(), '${FILE}'), JSON.stringify(describe(strapi)));
    });
  },
};`;

/** Lets the copied application write its map down as soon as it listens. */
export const letAppDescribeItself = (folder: string): void =>
  writeFileSync(path.join(folder, 'dist/src/index.js'), TELL);

export const readAppMap = (folder: string): AppMap =>
  AppMap.parse(JSON.parse(readFileSync(path.join(folder, FILE), 'utf8')));
