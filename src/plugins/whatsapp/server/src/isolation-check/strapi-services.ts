import type { Core } from '@strapi/strapi';

/* Strapi's own services, as far as people for a check are made by them. */

interface Sessions {
  generateRefreshToken(
    userId: string,
    deviceId: string | undefined,
    options: { type: 'session' },
  ): Promise<{ token: string }>;
  generateAccessToken(refreshToken: string): Promise<{ token: string } | { error: string }>;
  invalidateRefreshToken(userId: string): Promise<void>;
}
export interface Permission {
  action: string;
  subject: string | null;
  properties: Record<string, unknown>;
  conditions: string[];
}
interface Roles {
  getSuperAdmin(): Promise<{ id: number } | null>;
  assignPermissions(roleId: number, permissions: Permission[]): Promise<unknown>;
  deleteByIds(ids: number[]): Promise<unknown>;
}
interface Action {
  actionId: string;
  section: string;
  pluginName?: string;
  subjects?: string[];
  options?: { applyToProperties?: string[] };
}
interface Permissions {
  actionProvider: { values(): Action[] };
}
interface ContentTypes {
  getPermissionsWithNestedFields(actions: Action[]): Permission[];
}
interface ApiTokens {
  create(token: object): Promise<{ id: number; accessKey: string }>;
}

export const sessionsOf = (strapi: Core.Strapi, origin: 'admin' | 'users-permissions'): Sessions =>
  (strapi as unknown as { sessionManager(name: string): Sessions }).sessionManager(origin);

export const rolesOf = (strapi: Core.Strapi): Roles => strapi.service('admin::role') as unknown as Roles;

const LIFESPAN_MS = 7 * 24 * 60 * 60_000;

/** A token of the content API with every right. It ends by itself, should nobody be left to remove it. */
export const issueToken = (strapi: Core.Strapi, name: string): Promise<{ id: number; accessKey: string }> =>
  (strapi.service('admin::api-token') as unknown as ApiTokens).create({
    kind: 'content-api',
    name,
    description: '',
    type: 'full-access',
    lifespan: LIFESPAN_MS,
  });

/** Everything that a role can be given on these types and in our plugin: more than any Author or Editor has. */
export const widePermissions = (
  strapi: Core.Strapi,
  { uids, locale }: { uids: string[]; locale: string | null },
): Permission[] => {
  const { actionProvider } = strapi.service('admin::permission') as unknown as Permissions;
  const actions = actionProvider.values();
  const contentTypes = strapi.service('admin::content-type') as unknown as ContentTypes;
  const onTypes = contentTypes.getPermissionsWithNestedFields(
    actions
      .filter(({ section }) => section === 'contentTypes')
      .map((action) => ({
        ...action,
        subjects: (action.subjects ?? []).filter((uid) => uids.includes(uid)),
      })),
  );
  const applies = new Map(
    actions.map(({ actionId, options }) => [actionId, options?.applyToProperties ?? []]),
  );
  const ofPlugins = actions.filter(({ pluginName }) => pluginName === 'whatsapp' || pluginName === 'upload');
  return [
    ...onTypes.map(({ action, subject, properties, conditions }) => ({
      action,
      subject,
      conditions,
      properties:
        applies.get(action)?.includes('locales') && locale
          ? { ...properties, locales: [locale] }
          : properties,
    })),
    ...ofPlugins.map(({ actionId }) => ({ action: actionId, subject: null, properties: {}, conditions: [] })),
  ];
};

interface ContentApi {
  permissions: { providers: { action: { keys(): string[] } } };
}

/** Every action of the content API that is not about people's own accounts. */
export const contentActions = (strapi: Core.Strapi): string[] =>
  (strapi.contentAPI as unknown as ContentApi).permissions.providers.action
    .keys()
    .filter((action) => !action.startsWith('plugin::users-permissions.'));

/** A session of the panel, as the log-in makes one, past its rate limit. */
export const openPanelSession = async (strapi: Core.Strapi, userId: number): Promise<string> => {
  const sessions = sessionsOf(strapi, 'admin');
  const refresh = await sessions.generateRefreshToken(String(userId), undefined, { type: 'session' });
  const access = await sessions.generateAccessToken(refresh.token);
  if ('error' in access) throw new Error(`No session could be opened: ${access.error}`);
  return access.token;
};

interface Jwt {
  issue(payload: { id: number }): Promise<string> | string;
}

export const openSiteSession = async (strapi: Core.Strapi, userId: number): Promise<string> =>
  strapi.plugin('users-permissions').service<Jwt>('jwt').issue({ id: userId });

interface Locales {
  getDefaultLocale(): Promise<string | null>;
}

export const defaultLocale = async (strapi: Core.Strapi): Promise<string | null> =>
  strapi.plugins.i18n ? strapi.plugin('i18n').service<Locales>('locales').getDefaultLocale() : null;
