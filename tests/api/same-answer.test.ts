import type { Reply } from '../support/api-client';
import { onEachDatabase } from '../support/on-each-database';
import { namingInPath, namingInRelations } from '../support/random-requests/naming-requests';
import type { NamingRequest } from '../support/random-requests/naming-requests';
import { setRandomScene } from '../support/random-requests/random-scene';
import type { RandomScene } from '../support/random-requests/random-scene';

const TIMEOUT_MS = 180_000;
const ABSENT = { id: 99_999_999, documentId: 'a'.repeat(24) };

/** Without what is different each time: ids, times, and the id that was asked for. */
const shapeOf = ({ status, body }: Pick<Reply, 'status' | 'body'>, id: number | string): string =>
  `${status} ${JSON.stringify(body)}`
    .replace(/"documentId":"[a-z0-9]{24}"/g, '"documentId":"<document>"')
    .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, '<time>')
    .replace(/"id":\d+/g, '<id>')
    .replaceAll(String(id), '<asked>')
    .replace(/reference [0-9a-z]{8}/g, '<reference>');

onEachDatabase('another company’s id', (installation) => {
  let scene: RandomScene;
  beforeAll(async () => {
    scene = await setRandomScene(installation, { isolated: true });
  }, TIMEOUT_MS);
  afterAll(() => scene.stop());

  const ask = async ({ caller, method, path, body }: NamingRequest, id: number | string): Promise<string> => {
    const client = scene.callers[caller];
    const response = await fetch(new URL(path(id), client?.baseUrl), {
      method,
      headers: { authorization: `Bearer ${client?.token ?? ''}`, 'content-type': 'application/json' },
      body: body && JSON.stringify(body(id)),
    });
    const text = await response.text();
    return shapeOf({ status: response.status, body: text && JSON.parse(text) }, id);
  };

  /** The requests whose answers differ, with both. */
  const differences = async (requests: readonly NamingRequest[]): Promise<string[]> => {
    const different: string[] = [];
    for (const request of requests) {
      const foreign = scene.foreignRows.get(request.uid);
      expect(foreign).toBeDefined();
      const named = foreign?.[request.by] ?? '';
      const [one, other] = [await ask(request, named), await ask(request, ABSENT[request.by])];
      const what = `${request.caller} ${request.method} ${request.path(named)} ${JSON.stringify(request.body?.(named))}`;
      different.push(
        ...[what].filter(() => one !== other).map(() => `${what}\n  foreign ${one}\n  absent  ${other}`),
      );
    }
    return different;
  };

  it(
    'in the path of any route gets the answer of an id that does not exist',
    async () => {
      const requests = namingInPath(scene.map);
      expect(requests.length).toBeGreaterThan(8);
      expect(await differences(requests)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'in any relation and any form gets the answer of an id that does not exist',
    async () => {
      const { topic, own } = scene.scene;
      const rows = { ...own.rows, topic, offer: scene.ownOffer };
      const ids = Object.entries(rows).map(([name, { documentId }]) => [name, documentId] as const);
      const requests = namingInRelations(scene.map, Object.fromEntries(ids));
      expect(requests.length).toBeGreaterThan(200);
      const before = await scene.other.rows();
      expect(await differences(requests)).toEqual([]);
      expect(await scene.other.rows()).toEqual(before);
    },
    TIMEOUT_MS,
  );
});
