import { actionOf, type Right } from '../../../contracts/rights';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Route {
  method: Method;
  path: string;
  handler: string;
  /** Something leaves for WhatsApp: the caller may send an `Idempotency-Key`. */
  isSending?: boolean;
}

interface AdminRoute extends Route {
  /** What the caller must be allowed to do, by their Strapi role and by their role in the company; `null` = nothing. */
  right: Right | null;
  /** `false`: the route is not about one company's rows. */
  needsMember?: boolean;
}

const ERRORS = 'plugin::whatsapp.errors';
const idempotency = (isSending: boolean) => (isSending ? ['plugin::whatsapp.idempotency'] : []);
const member = (right: Right | null) => ({
  name: 'plugin::whatsapp.member',
  config: right ? { right } : {},
});

/**
 * A route of the admin panel. Deny by default: without a session 401 (Strapi), without the right 403, and without a
 * membership there is no company whose rows could be read.
 */
export const adminRoute = ({
  method,
  path,
  handler,
  right,
  needsMember = true,
  isSending = false,
}: AdminRoute) => ({
  method,
  path,
  handler,
  config: {
    policies: right ? [{ name: 'admin::hasPermissions', config: { actions: [actionOf(right)] } }] : [],
    middlewares: [ERRORS, ...(needsMember ? [member(right)] : []), ...idempotency(isSending)],
  },
});

/**
 * A route of the content API, for users of users-permissions and for API tokens. Strapi asks for the permission of its
 * handler (a read-only token has those named `find` and `findOne`), we ask for a membership with the right.
 */
export const contentRoute = ({
  method,
  path,
  handler,
  right,
  isSending = false,
}: Route & { right: Right | null }) => ({
  method,
  path,
  handler,
  config: { middlewares: [ERRORS, member(right), ...idempotency(isSending)] },
});

/** A route that needs no session: its handler itself decides what the caller may know, by the address or by a token. */
export const addressRoute = ({ method, path, handler }: Route) => ({
  method,
  path,
  handler,
  config: { auth: false, middlewares: [ERRORS] },
});

/** A route for the bridge: no session, but its signature over the raw bytes. */
export const bridgeRoute = ({ method, path, handler }: Route) => ({
  method,
  path,
  handler,
  config: { auth: false, middlewares: [ERRORS, 'plugin::whatsapp.bridge-signature'] },
});
