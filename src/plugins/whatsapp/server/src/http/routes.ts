type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a person needs a right for. The ids are Strapi RBAC actions and show in Settings → Roles. */
export const ACTIONS = {
  read: 'plugin::whatsapp.conversations.read',
  send: 'plugin::whatsapp.messages.send',
  manageChannels: 'plugin::whatsapp.channels.manage',
} as const;

interface AdminRoute {
  method: Method;
  path: string;
  handler: string;
  /** The right that the route asks for; `null` = any signed-in person of the panel. */
  action: (typeof ACTIONS)[keyof typeof ACTIONS] | null;
  /** `false`: the route is not about one company's rows. */
  needsMember?: boolean;
}

/**
 * A route of the admin panel. Deny by default: without a session 401 (Strapi), without the right 403, and without a
 * membership there is no company whose rows could be read.
 */
export const adminRoute = ({ method, path, handler, action, needsMember = true }: AdminRoute) => ({
  method,
  path,
  handler,
  config: {
    policies: action ? [{ name: 'admin::hasPermissions', config: { actions: [action] } }] : [],
    middlewares: ['plugin::whatsapp.errors', ...(needsMember ? ['plugin::whatsapp.member'] : [])],
  },
});

/** A route for the bridge: no session, but its signature over the raw bytes. */
export const bridgeRoute = ({ method, path, handler }: Pick<AdminRoute, 'method' | 'path' | 'handler'>) => ({
  method,
  path,
  handler,
  config: { auth: false, middlewares: ['plugin::whatsapp.errors', 'plugin::whatsapp.bridge-signature'] },
});
