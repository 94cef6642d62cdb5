import type { GraphClient } from '../adapters/cloud';
import type { Metrics } from './metrics';

/** The same client, counted. What is asked is told by the end of the path only: the rest of it is somebody's number. */
export const measuredGraph = (
  graph: GraphClient,
  { measureGraph }: Pick<Metrics, 'measureGraph'>,
): GraphClient => ({
  call: (credentials, request) => {
    const isMessage = request.method === 'POST' && request.path.endsWith('/messages');
    return measureGraph(isMessage ? 'message' : 'management', () => graph.call(credentials, request));
  },
  download: (...request) =>
    measureGraph(
      'file',
      () => graph.download(...request),
      ({ status }) => status >= 200 && status < 300,
    ),
  close: () => graph.close(),
});
