import type { Core } from '@strapi/strapi';
import { contentManagerProbes } from './content-manager-probes';
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

/** Every way to ask every route of the router, or, for what cannot be asked, why: in the findings and in the report. */
export const findProbes = (
  strapi: Core.Strapi,
  { types, findings }: { types: Types; findings: Findings },
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
  for (const route of readRoutes(strapi)) {
    const why = whyExempt(route);
    if (why) exempt.push({ target: route.target, why });
    const found = why ? [] : probesOf(route);
    if ('unknown' in found) {
      findings.untested(route.target, { as: 'everybody', how: 'its parameters', detail: found.unknown });
    } else probes.push(...found);
  }
  return { probes, exempt };
};
