import type { Core } from '@strapi/strapi';
import { checkEngine } from './engine';

type Part = Record<string, unknown>;
const doNothing = () => undefined;
const withNames = (...names: string[]): Part => Object.fromEntries(names.map((name) => [name, doNothing]));

/** Strapi as the guards know it: each private name that they reach for. */
const createParts = () => {
  const state: Part = { where: [], joins: [], processed: false, type: 'select', data: null };
  const builder: Part = {
    state,
    ...withNames('clone', 'getKnexQuery', 'processState', 'execute', 'stream', 'raw'),
  };
  const entityManager: Part = { createQueryBuilder: () => builder };
  const lifecycles = withNames('subscribe', 'disable', 'enable');
  const requestContext = withNames('get');
  const homepage = withNames('getCountDocuments');
  const strapi = {
    db: { entityManager, lifecycles },
    requestContext,
    config: { get: () => '5.99.0' },
    plugin: () => ({ service: () => homepage }),
  } as unknown as Core.Strapi;
  return { strapi, parts: { state, builder, entityManager, lifecycles, requestContext, homepage } };
};

const NAMES = [
  ['state', 'where'],
  ['state', 'joins'],
  ['state', 'processed'],
  ['builder', 'processState'],
  ['builder', 'execute'],
  ['builder', 'stream'],
  ['entityManager', 'createQueryBuilder'],
  ['lifecycles', 'subscribe'],
  ['lifecycles', 'disable'],
  ['requestContext', 'get'],
  ['homepage', 'getCountDocuments'],
] as const;

describe('the check of Strapi’s private names', () => {
  it('is content with a Strapi that has all of them', () => {
    expect(() => checkEngine(createParts().strapi)).not.toThrow();
  });

  it.each(NAMES)('stops the start when %s has no %s, and names it and the version', (part, name) => {
    const { strapi, parts } = createParts();
    delete parts[part][name];
    expect(() => checkEngine(strapi)).toThrow(new RegExp(`cannot hold in Strapi 5\\.99\\.0: .*${name}`));
  });
});
