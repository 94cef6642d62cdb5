import type { Settings } from '../settings';
import { GraphError } from './graph-error';

export interface GraphPath {
  version: string | null;
  objectId: string;
  edge: string;
}

/** `/v24.0/123/messages` → its parts. A path without a version is allowed. */
export const parsePath = (pathname: string): GraphPath => {
  const segments = pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment);
  const version = /^v\d+\.\d+$/.test(segments[0] ?? '') ? (segments.shift() ?? null) : null;
  const [objectId = '', ...edge] = segments;
  return { version, objectId, edge: edge.join('/') };
};

const decodeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // not an encoded text: an id that nothing has
  }
};

/** Meta forwards an expired version for a while; here it is refused, so that nobody relies on that. */
export const requireLiveVersion = (
  version: string | null,
  { oldestVersion, newestVersion }: Settings,
): void => {
  if (version === null) return;
  const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
  if (major < oldestVersion) {
    throw new GraphError({
      code: 2635,
      message: `You are calling a deprecated version of the API. Please update to the latest version: v${newestVersion}.0.`,
    });
  }
  if (major > newestVersion || minor !== 0) {
    throw new GraphError({ code: 2500, isBare: true, message: `Unknown path components: /${version}` });
  }
};
