import type { Principal } from '../../store';

/** Strapi's own data transfer, opened by a token that only the platform's people can make: it moves every company. */
export type Caller = Principal | 'transfer' | null;

interface RequestState {
  auth?: { strategy?: { name?: string }; credentials?: { id?: unknown } | null };
  user?: { id?: unknown };
  auditSource?: unknown;
}

const kindOf = ({ auth, auditSource }: RequestState): Principal['kind'] | null => {
  switch (auth?.strategy?.name) {
    case 'admin':
    case 'admin-token':
      return 'admin';
    case 'users-permissions':
      return 'user';
    case 'content-api-token':
      return 'token';
    case undefined:
      // Strapi's MCP route authenticates by itself and leaves the owner of the token, somebody of the panel.
      return auditSource === 'mcp' ? 'admin' : null;
    default:
      return null;
  }
};

/**
 * Who asks, by the name of the strategy that let them in. Never by the route and never by the mere presence of a user:
 * ids of panel users and of users-permissions users overlap. Whoever is not known here is nobody's member.
 */
export const callerOf = (state: unknown): Caller => {
  const request = (state ?? {}) as RequestState;
  if (request.auth?.strategy?.name === 'data-transfer') return 'transfer';
  const kind = kindOf(request);
  const id = Number(kind === 'token' ? request.auth?.credentials?.id : request.user?.id);
  return kind && Number.isInteger(id) && id > 0 ? { kind, id } : null;
};
