import type { Core } from '@strapi/strapi';
import { contentManagerProbes } from './content-manager-probes';
import { WhatsAppError } from '../../../contracts/errors';
import { whyExempt } from './exempt-routes';
import type { Findings } from './findings';
import { closedProbes, namedProbes } from './named-probes';
import { OK, type Probe } from './probe';
import { restProbes, restTypeOf, type Parts } from './rest-probes';
import { readRoutes, type Route } from './router';
import type { Attribute, Types } from './types';

interface Component {
  attributes: Record<string, Attribute>;
}

/** Lists of the media library lead back to the rows that show a file. */
const libraryProbes = ({ method, path, target }: Route): Probe[] | null =>
  /^GET (\/api)?\/upload\/files(\/page)?$/.test(target)
    ? ['', '?populate=*', '?populate=related'].map((query) => ({
        target,
        how: query === '' ? 'as it is meant' : 'everything filled in',
        side: path.startsWith('/api/') ? 'site' : 'panel',
        method,
        path: [`${path}${query}`],
        works: query === '' ? OK : null,
      }))
    : null;

/**
 * Every way to ask every route of the router, or, for what cannot be asked, why: in the findings and in the report.
 * `only` leaves out the routes whose name (`GET /api/deals/:id`) does not contain it; fails with `invalid` where none is left.
 */
export const findProbes = (
  strapi: Core.Strapi,
  { types, findings, only }: { types: Types; findings: Findings; only: string },
): { probes: Probe[]; exempt: { target: string; why: string }[] } => {
  const components = strapi.components as unknown as Record<string, Component>;
  const parts: Parts = (uid) => components[uid]?.attributes ?? {};
  const probesOf = (route: Route): Probe[] | { unknown: string } => {
    const type = restTypeOf(route, types);
    return (
      closedProbes(route, types) ??
      contentManagerProbes(route, { types, parts }) ??
      libraryProbes(route) ??
      (type && restProbes(route, { type, types, parts })) ??
      namedProbes(route, types)
    );
  };

  const probes: Probe[] = [];
  const exempt: { target: string; why: string }[] = [];
  const routes = readRoutes(strapi).filter(({ target }) => target.includes(only));
  if (routes.length === 0) throw new WhatsAppError('invalid', `No route has “${only}” in its name`);
  for (const route of routes) {
    const why = whyExempt(route);
    if (why) exempt.push({ target: route.target, why });
    const found = why ? [] : probesOf(route);
    if ('unknown' in found) {
      findings.untested(route.target, { as: 'everybody', how: 'its parameters', detail: found.unknown });
    } else probes.push(...found);
  }
  return { probes, exempt };
};
