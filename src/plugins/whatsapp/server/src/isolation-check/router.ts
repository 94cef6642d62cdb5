import type { Core } from '@strapi/strapi';

/** A route as Strapi's router has it, whoever registered it. */
export interface Route {
  method: string;
  path: string;
  /** `GET /whatsapp/conversations/:conversationId` */
  target: string;
  /** The names of its parameters. */
  params: string[];
  /** What its author says about how to ask it (`config.isolationCheck`). */
  hint: Hint | null;
}

/** How an application says what no schema says of a route of its own: `config: { isolationCheck: { … } }`. */
export interface Hint {
  /** The content type whose row a parameter names. */
  params?: Record<string, string>;
  /** A body that the route takes; `{ "$row": "<uid>" }` stands for a row of this type. */
  body?: unknown;
  /** Why the route names no row of a company. It is then not tried, and the report says so. */
  exempt?: string;
}

interface Layer {
  methods: string[];
  path: string | RegExp;
}
interface Definition {
  method: string;
  path: string;
  config?: { prefix?: string; isolationCheck?: Hint };
}
interface Router {
  prefix?: string;
  type?: string;
  routes?: Definition[];
}
type Routers = Record<string, Router> | Definition[];

const isPart = (value: Router | Definition): value is Router => !('handler' in value);

/** The definitions behind the router, by method and path: only they carry what an author wrote beside the handler. */
const hintsOf = (strapi: Core.Strapi): Map<string, Hint> => {
  const hints = new Map<string, Hint>();
  const apiPrefix = strapi.config.get<string>('api.rest.prefix', '/api');
  const read = (routers: Routers, type: string, prefix: string): void => {
    for (const router of Object.values(routers).filter(isPart)) {
      const before = (router.type ?? type) === 'content-api' ? apiPrefix : '';
      for (const { method, path, config } of router.routes ?? []) {
        const own = config?.prefix ?? router.prefix ?? prefix;
        if (config?.isolationCheck) hints.set(`${method} ${before}${own}${path}`, config.isolationCheck);
      }
    }
  };
  for (const api of Object.values(strapi.apis)) read(api.routes, 'content-api', '');
  for (const [name, plugin] of Object.entries(strapi.plugins)) read(plugin.routes, 'admin', `/${name}`);
  return hints;
};

const PARAMETER = /:(\w+)/g;

/** Everything that Strapi's router would answer, in its order; middlewares and the doubles of GET (HEAD) are left out. */
export const readRoutes = (strapi: Core.Strapi): Route[] => {
  const hints = hintsOf(strapi);
  const layers = strapi.server.listRoutes() as unknown as Layer[];
  const seen = new Set<string>();
  return layers.flatMap(({ methods, path }) =>
    methods
      .filter((method) => method !== 'HEAD' && method !== 'OPTIONS')
      .flatMap((method) => {
        const target = `${method} ${String(path)}`;
        if (seen.has(target)) return [];
        seen.add(target);
        const params = [...String(path).matchAll(PARAMETER)].map(([, name = '']) => name);
        return [{ method, path: String(path), target, params, hint: hints.get(target) ?? null }];
      }),
  );
};
