import type { Route } from './router';

/**
 * Routes that name no row of a company, each with the reason. What stands neither here nor among the ways to ask
 * (`*.probes.ts`) is reported as untested, so that a route which nobody thought of turns the check red.
 */
const EXEMPT: [pattern: RegExp, why: string][] = [
  [/^\S+ \/_health$/, 'says only that Strapi is up'],
  [/^GET \/(admin(\/.*)?)?$/, "the panel's own pages"],
  [
    /^GET \/(\(\(\?!uploads\/\)\.\+\)|uploads\/\(\.\*\)|admin\/:path\*)$/,
    'public files; media of messages are not among them',
  ],
  [
    /^\S+ \/admin\//,
    "Strapi's administration: the platform's people, roles and tokens, never rows of a company",
  ],
  [/^\S+ (\/api)?\/content-type-builder\//, 'the shapes of content types, no rows'],
  [/^\S+ (\/api)?\/email(\/|$)/, 'sends e-mail of the platform'],
  [/^\S+ (\/api)?\/users-permissions\//, 'roles and settings of the site'],
  [
    /^\S+ \/api\/(auth|connect|users)(\/|$)/,
    'accounts of the site: people are of no company, their memberships are',
  ],
  [/^\S+ (\/api)?\/i18n\/(locales|iso-locales|settings)/, 'the languages of the platform'],
  [/^\S+ \/i18n\/ai-localization-jobs\//, 'the progress of translations, no rows'],
  [
    /^(POST|PUT|DELETE) (\/api)?\/upload(\/|$)/,
    "changes the platform's media library, whose files are of no company",
  ],
  [
    /^GET \/upload\/(settings|configuration|folder|ai-metadata)/,
    "settings and folders of the platform's media library",
  ],
  [
    /^GET (\/api)?\/upload\/files\/:id$/,
    "a file of the platform's media library; who shows it is tried with the lists",
  ],
  [/^\S+ \/content-manager\/(init|components|content-types)/, 'the shapes and settings of forms, no rows'],
  [/^GET \/content-manager\/preview\/script$/, 'a script, the same for everybody'],
  [
    /^(POST|PUT|DELETE) \/content-manager\/single-types\//,
    "would overwrite the application's own page; relations in it pass the guard that the other types are tried with",
  ],
  [/^POST \/whatsapp\/channels$/, 'connects a number at Meta for the caller, and names no row'],
  [
    /^GET (\/api)?\/whatsapp\/(health|metrics)$/,
    'how the installation is: a word for everybody, numbers over all companies for the platform',
  ],
];

/** Why a route is not tried, or null. */
export const whyExempt = ({ target, hint }: Route): string | null =>
  hint?.exempt ?? EXEMPT.find(([pattern]) => pattern.test(target))?.[1] ?? null;

/** What no request can show. */
export const NOT_COVERED = [
  'Statements of plugins and of your own code past Strapi’s engine (strapi.db.connection), unless a route shows what they do.',
  'Middlewares that answer before the router (strapi.server.use), and ports other than Strapi’s own.',
  'Exports and transfers: they hold every company, by the platform’s right.',
  'The time that an answer takes.',
  'Jobs without a request (cron): they fail without a scope, which the plugin’s tests show.',
];
