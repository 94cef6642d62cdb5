import type { FastifyRequest } from 'fastify';
import type { RecordedRequest } from '../state/journals';
import type { World } from '../world';
import { checkSecretProof, credentialOf, identify } from './auth';
import { parseBody } from './body';
import { readForm } from './form';
import type { Call } from './call';
import { GraphError } from './graph-error';
import { parsePath, requireLiveVersion } from './path';
import { withoutSecrets } from './secrets';

/** One edge has its own word for "no token"; the others share one. */
const noToken = (edge: string): GraphError =>
  edge === 'whatsapp_business_profile'
    ? new GraphError({ code: 200, message: 'Provide valid app ID' })
    : new GraphError({ code: 104, isBare: true });

/** From a request to a call by somebody known; refuses what Meta refuses before it looks at the object. */
export const understand = async (
  world: World,
  request: FastifyRequest,
  url: URL,
  record: RecordedRequest,
): Promise<Call> => {
  const path = parsePath(url.pathname);
  const query = Object.fromEntries(url.searchParams);
  const form = await readForm(request.headers['content-type'], request.body);
  const body = form?.fields ?? parseBody(request.headers['content-type'], request.body);
  const params = { ...query, ...body };
  record.body = withoutSecrets(body);
  requireLiveVersion(path.version, world.settings());
  const credential = credentialOf(request.headers.authorization, params);
  if (credential === null) throw noToken(path.edge);
  record.tokenId = world.registry.tokenByValue(credential)?.id ?? null;
  const caller = identify(world.registry, credential, world.clock.now());
  if (caller.kind === 'app') record.tokenId = `app-${caller.app.id}`;
  checkSecretProof(caller, credential, params['appsecret_proof']);
  return {
    world,
    method: record.method,
    ...path,
    query,
    body,
    form,
    params,
    caller,
    baseUrl: `http://${request.headers.host ?? url.host}${path.version ? `/${path.version}` : ''}`,
    warn: (warning) => void record.warnings.push(warning),
  };
};
